import { connect } from 'node:net'
import { codeOf, Failure } from '../runtime/failure.ts'

const answerMs = 10_000
const answerBytesMax = 1024 * 1024

/**
 * Asks the master of an HAProxy to start a worker with the configuration as it is in the files. The
 * old worker hands its listening sockets on and ends when its requests have. Without an HAProxy
 * nothing is to be done: it will read the files when it starts. Throws a `Failure` with what it says
 * when it does not take the configuration; the old worker then goes on.
 */
export async function reload(socketFile: string): Promise<void> {
  const answer = await tell(socketFile, 'reload')
  if (answer === undefined) return
  if (!/^Success=1/m.test(answer)) {
    throw new Failure(`HAProxy does not take its configuration: ${answer.trim()}`)
  }
}

/** What the master answers; nothing when nobody listens, be there a socket or not. */
function tell(socketFile: string, command: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketFile)
    let answer = ''
    const timer = setTimeout(
      () => socket.destroy(new Failure('HAProxy does not answer.')),
      answerMs
    )
    socket.on('data', chunk => {
      answer += chunk.toString()
      if (answer.length > answerBytesMax) socket.destroy(new Failure('HAProxy says too much.'))
    })
    socket.once('connect', () => socket.end(`${command}\n`))
    socket.once('error', error => {
      if (['ENOENT', 'ECONNREFUSED'].includes(codeOf(error) ?? '')) resolve(undefined)
      else reject(error)
    })
    socket.once('close', () => {
      clearTimeout(timer)
      resolve(answer)
    })
  })
}
