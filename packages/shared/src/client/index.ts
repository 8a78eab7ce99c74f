export { path, query } from './path.ts'
export type {
  CallRequest,
  CallResult,
  Headers,
  Method,
  Problem,
  ServiceClient
} from './types.ts'
