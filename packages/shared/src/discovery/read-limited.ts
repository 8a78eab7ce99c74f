/**
 * Reads a body as text; throws a RangeError when it has more than `bytesMax`, so that nobody fills
 * our memory.
 */
export async function readLimited(
  body: AsyncIterable<Uint8Array>,
  bytesMax: number
): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > bytesMax) throw new RangeError(`the answer has more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
