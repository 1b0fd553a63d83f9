import type { FormAction, FormState } from '@/components/form-state'
import type { Command } from '@/domain/commands'
import { FieldProblem, FormReader } from './form-reader'
import { giveCommand, type Intent } from './give-command'
import { fieldState } from './results'

interface ActionOptions<C extends Command> extends Pick<Intent<C>, 'schema' | 'redirectTo'> {
  /** Picks the command's raw fields out of the form, or says what is wrong with one that it had to look up. */
  readonly read: (form: FormReader) => unknown
  /** A secret that travels beside the command: its hash, or the state that says what is wrong with it. */
  readonly secret?: (
    form: FormReader,
    comando: C,
    comandoId: string,
  ) => Promise<string | FormState | undefined>
}

/** A form's action: reads the form and gives its command through the one door. */
export function defineAction<C extends Command>(options: ActionOptions<C>): FormAction {
  const { schema, redirectTo, secret } = options
  return async function action(_previous, formData) {
    const form = new FormReader(formData)
    const valores = form.draft()
    const datos: unknown = await options.read(form)
    if (datos instanceof FieldProblem) return await fieldState(datos, form.text('comandoId'), valores)
    return await giveCommand<C>({
      schema,
      datos,
      valores,
      redirectTo,
      comandoId: form.text('comandoId'),
      version: form.optionalNumber('version') ?? undefined,
      secret: secret && ((comando, comandoId) => secret(form, comando, comandoId)),
    })
  }
}
