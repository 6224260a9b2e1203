/**
 * A certificate for 127.0.0.1 that signs itself, made anew for each run, so that no private key lies in the
 * repository and no openssl is needed. Node signs but writes no certificates: the DER (X.690) is written
 * here, as little of RFC 5280 as a TLS client asks for.
 */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly key: string
}

const tag = { integer: 0x02, bits: 0x03, octets: 0x04, oid: 0x06, text: 0x0c, time: 0x17 } as const
const group = { sequence: 0x30, set: 0x31, version: 0xa0, extensions: 0xa3 } as const
const ecdsaWithSha256 = '2a8648ce3d040302'
const commonName = '550403'
const subjectAltName = '551d11'

/** A fresh key and its certificate, valid from 2020 to 2049, with `name` as its common name. */
export function selfSignedCertificate(name: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const publicDer = publicKey.export({ type: 'spki', format: 'der' })
  const body = certificateBody(name, publicDer)
  const signature = sign('sha256', body, privateKey)
  const bits = Buffer.concat([Buffer.from([0]), signature])
  const der = element(group.sequence, body, algorithm(), element(tag.bits, bits))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}

/** TBSCertificate (RFC 5280, section 4.1). */
function certificateBody(name: string, publicDer: Buffer): Buffer {
  const subject = nameOf(name)
  const times = ['200101000000Z', '491231235959Z'].map((text) => element(tag.time, ascii(text)))
  return element(
    group.sequence,
    element(group.version, element(tag.integer, Buffer.from([2]))),
    element(tag.integer, Buffer.from([1])),
    algorithm(),
    subject,
    element(group.sequence, ...times),
    subject,
    publicDer,
    element(group.extensions, element(group.sequence, loopbackName())),
  )
}

function algorithm(): Buffer {
  return element(group.sequence, oid(ecdsaWithSha256))
}

function nameOf(text: string): Buffer {
  const attribute = element(group.sequence, oid(commonName), element(tag.text, ascii(text)))
  return element(group.sequence, element(group.set, attribute))
}

/** The iPAddress 127.0.0.1 as subject alternative name. */
function loopbackName(): Buffer {
  const names = element(group.sequence, element(0x87, Buffer.from([127, 0, 0, 1])))
  return element(group.sequence, oid(subjectAltName), element(tag.octets, names))
}

function oid(hex: string): Buffer {
  return element(tag.oid, Buffer.from(hex, 'hex'))
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'ascii')
}

/** Tag, length, content. */
function element(kind: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([kind, length]), content])
  return Buffer.concat([Buffer.from([kind, 0x82, length >> 8, length & 0xff]), content])
}
