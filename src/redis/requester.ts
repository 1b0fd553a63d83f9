import type { Requester, UpstashRequest, UpstashResponse } from '@upstash/redis'
import { z } from 'zod'
import { type RedisReply, RedisReplyError } from './reply'

export type RedisCommand = readonly (string | number)[]

/** A way to a server: one command, or several in one go. All of it throws RedisUnavailable where no answer came. */
export interface Transport {
  /** @throws RedisReplyError for what the server answered */
  run(command: RedisCommand): Promise<RedisReply>
  /** In order; an answer per command, an error in its place where one failed. */
  pipeline(commands: readonly RedisCommand[]): Promise<readonly (RedisReply | RedisReplyError)[]>
  /**
   * As one step, between which no other client's command falls. An error that shows in the running (WRONGTYPE) stands
   * in its place and undoes nothing.
   * @throws RedisReplyError EXECABORT for one that shows before (an unknown command, too few words): nothing was done
   */
  multi(commands: readonly RedisCommand[]): Promise<readonly (RedisReply | RedisReplyError)[]>
}

const Words = z.array(z.union([z.string(), z.number(), z.boolean().transform(String)]))
const Many = z.array(Words)

/** The `@upstash/redis` client's own border, over a transport that speaks RESP: the REST form's paths and answers. */
export function requesterOver(transport: Transport): Requester {
  return {
    async request<Result>({ path, body }: UpstashRequest): Promise<UpstashResponse<Result>> {
      // The client types each answer itself, by the command that it sent.
      const typed = (answer: unknown) => answer as UpstashResponse<Result>
      const form = path?.[0]
      if (form === 'pipeline') return typed((await transport.pipeline(Many.parse(body))).map(answerOf))
      if (form === 'multi-exec') return typed((await transport.multi(Many.parse(body))).map(answerOf))
      return typed(answerOf(await transport.run(Words.parse(body))))
    },
  }
}

function answerOf(reply: RedisReply | RedisReplyError): UpstashResponse<RedisReply> {
  return reply instanceof RedisReplyError ? { error: reply.message } : { result: reply }
}

const Failed = z.object({ error: z.string() })

/** The errors among a pipeline's or a transaction's answers, or the one of a single command. */
export function errorsIn(answer: unknown): readonly string[] {
  return [answer].flat().flatMap((one) => Failed.safeParse(one).data?.error ?? [])
}
