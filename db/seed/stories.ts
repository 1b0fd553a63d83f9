import { STORIES_OF_ANDRES } from './stories-andres'
import { STORIES_OF_LUCIA } from './stories-lucia'
import type { DemoAccount, Story } from './story'

/** The five demo accounts, one of every role and a second client. All have the password `bitacora-demo-2026`. */
export const ACCOUNTS: readonly DemoAccount[] = [
  {
    persona: 'marta',
    email: 'admin@demo.bitacora.test',
    nombre: 'Marta Ibáñez',
    rol: 'admin',
    passwordHash:
      '$argon2id$v=19$m=19456,t=2,p=1$RovTxl3zRMK7jnWKUzd0pA$PkYSBwFU08UnIG5ku3YUxMgcflrV19g8cxsPkn4YpRs',
  },
  {
    persona: 'diego',
    email: 'operador@demo.bitacora.test',
    nombre: 'Diego Ferrer',
    rol: 'operador',
    passwordHash:
      '$argon2id$v=19$m=19456,t=2,p=1$GlH2/sGX04CqulTDDvEFHg$H95o70wTJmIaKIwaBAVb5pHtUMAEjPXud4h9TelwW2w',
  },
  {
    persona: 'lucia',
    email: 'cliente@demo.bitacora.test',
    nombre: 'Lucía Campos',
    rol: 'cliente',
    passwordHash:
      '$argon2id$v=19$m=19456,t=2,p=1$58fALh/K3ECrj5Fi0GZ2GQ$5+EvwjkFni0EVADOkwBqdQ5t2uszzEptQMoadSrW2UI',
  },
  {
    persona: 'andres',
    email: 'cliente2@demo.bitacora.test',
    nombre: 'Andrés Molina',
    rol: 'cliente',
    passwordHash:
      '$argon2id$v=19$m=19456,t=2,p=1$Dlkqrt60YBMW1ujj4By6RA$01A5qi74TiVD8oGnZ+vCMPXkJwoLaqitUopKaAeoH1c',
  },
  {
    persona: 'elena',
    email: 'auditor@demo.bitacora.test',
    nombre: 'Elena Prats',
    rol: 'auditor',
    passwordHash:
      '$argon2id$v=19$m=19456,t=2,p=1$wSdPEDN9iUBzSnHcLtcPrA$ZVmpoG+k0zk5Yey77TdmSVLWeJURAjLmvXLn6pdwosU',
  },
]

/** Twenty tickets, one hundred events. */
export const STORIES: readonly Story[] = [...STORIES_OF_LUCIA, ...STORIES_OF_ANDRES]
