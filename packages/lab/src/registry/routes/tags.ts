import type { ServiceRecord } from '../state/model.ts'

/** Whether a service has all of these tags, in any case of letters. */
export function hasTags({ tags }: ServiceRecord, wanted: readonly string[]): boolean {
  return wanted.every(tag => tags.some(own => own.toLowerCase() === tag.toLowerCase()))
}
