export type { Importance } from './importance.ts'
export { createWaitingRoom } from './waiting-room.ts'
export type { Patience } from './waiting-room.ts'
