import type { NextConfig } from 'next'
import { PHASE_PRODUCTION_BUILD } from 'next/constants'
import createNextIntlPlugin from 'next-intl/plugin'

// What proxy.ts does not set because it changes with each request: see there for the Content-Security-Policy.
const SECURITY_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), browsing-topics=()' },
  { key: 'Strict-Transport-Security', value: 'max-age=31536000' },
]

const config: NextConfig = {
  typedRoutes: true,
  poweredByHeader: false,
  reactStrictMode: true,
  agentRules: false,
  // The test command checks types; a start must not do it again.
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
  headers: async () => [{ source: '/:path*', headers: SECURITY_HEADERS }],
}

const withNextIntl = createNextIntlPlugin('./src/i18n/request.ts')

/** A build leaves a folder that runs by itself, too; `next start` must not hear of it, or warns; Vercel packs its own. */
export default function nextConfig(phase: string): NextConfig {
  const packs = phase === PHASE_PRODUCTION_BUILD && process.env.VERCEL === undefined
  return withNextIntl(packs ? { ...config, output: 'standalone' } : config)
}
