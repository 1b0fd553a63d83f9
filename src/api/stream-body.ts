/** A body that is written as it is read: a part is asked for when the last one has gone. */
export function streamOf(parts: AsyncGenerator<{ readonly texto: string }>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      let part = await parts.next()
      while (!part.done && part.value.texto === '') part = await parts.next()
      if (part.done) controller.close()
      else controller.enqueue(encoder.encode(part.value.texto))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
}
