import { z } from 'zod'

export const THEMES = ['light', 'dark', 'system'] as const
export const Theme = z.enum(THEMES)
export type Theme = z.infer<typeof Theme>
