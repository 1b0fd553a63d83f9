import { requireUser } from '../lib/session'

/** Pages for paper: nothing around them, and black on white whatever the theme. */
export default async function PrintLayout({ children }: LayoutProps<'/'>) {
  await requireUser()
  return (
    <main
      id="contenido"
      data-papel
      className="mx-auto max-w-3xl px-4 py-6 sm:px-6 print:max-w-none print:p-0"
    >
      {children}
    </main>
  )
}
