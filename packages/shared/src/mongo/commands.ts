import type { CommandStartedEvent, MongoClient } from 'mongodb'

/** A command on its way to the server. */
export type StartedCommand = {
  /** Such as `find`. */
  readonly name: string
  readonly collection: string
  /** The fields that it names and how, never a value. */
  readonly shape: () => string
}

/** Called in the caller's async context; what it returns is called when the command has ended. */
export type CommandListener = (command: StartedCommand) => ((failed: boolean) => void) | undefined

// What tells how a command looks for documents and changes them. What is inserted is all values.
const shapedFields = ['filter', 'query', 'sort', 'update', 'pipeline', 'q', 'u'] as const
const statementFields = ['updates', 'deletes'] as const
const depthMax = 6
const pendingMax = 1_000

/** Tells `listener` of every command of the client but those of the driver itself. */
export function listenToCommands(client: MongoClient, listener: CommandListener): void {
  const pending = new Map<number, (failed: boolean) => void>()
  client.on('commandStarted', event => {
    if (pending.size >= pendingMax) return
    const end = listener(startedCommand(event))
    if (end !== undefined) pending.set(event.requestId, end)
  })
  const finish = (requestId: number, failed: boolean): void => {
    pending.get(requestId)?.(failed)
    pending.delete(requestId)
  }
  client.on('commandSucceeded', ({ requestId }) => finish(requestId, false))
  client.on('commandFailed', ({ requestId }) => finish(requestId, true))
}

function startedCommand({ commandName, command }: CommandStartedEvent): StartedCommand {
  const target: unknown = command[commandName]
  return {
    name: commandName,
    collection: typeof target === 'string' ? target : '',
    shape: () => shapeOfCommand(command)
  }
}

function shapeOfCommand(command: Readonly<Record<string, unknown>>): string {
  // Many statements of one command have the same shape.
  const first = statementFields.map(field => command[field]).find(Array.isArray)?.[0] as unknown
  const source = isDocument(first) ? first : command
  return shapedFields
    .filter(field => source[field] !== undefined)
    .map(field => `${field}: ${shapeOf(source[field], 0)}`)
    .join(', ')
}

function shapeOf(value: unknown, depth: number): string {
  if (depth > depthMax) return '?'
  if (Array.isArray(value)) {
    const documents = value.filter(isDocument)
    return documents.length === 0
      ? '?'
      : `[${documents.map(item => shapeOf(item, depth + 1)).join(', ')}]`
  }
  if (!isDocument(value)) return '?'
  const fields = Object.entries(value).map(([name, member]) =>
    name === '$literal' ? `${name}: ?` : `${name}: ${shapeOf(member, depth + 1)}`
  )
  return `{${fields.join(', ')}}`
}

/** A document as it was written, not one of the driver's own types. */
function isDocument(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
