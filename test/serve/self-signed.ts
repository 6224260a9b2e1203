/**
 * A certificate that signs itself, made here because neither Node nor a fresh Debian makes one: X.509 (RFC
 * 5280) in DER, an ECDSA key, good for `localhost` and 127.0.0.1 until 2049.
 */
import { generateKeyPairSync, sign } from 'node:crypto'

export type SelfSigned = {
  /** PEM. */
  readonly certificate: string
  readonly key: string
}

/** `name` is the common name, by which a test tells certificates apart. */
export function selfSigned(name: string): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(objectId(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const subject = sequence(der(0x31, sequence(objectId(0x55, 0x04, 0x03), text(0x0c, name))))
  const validity = sequence(text(0x17, '250101000000Z'), text(0x17, '491231235959Z'))
  const alternatives = sequence(text(0x82, 'localhost'), der(0x87, Buffer.from([127, 0, 0, 1])))
  const extension = sequence(objectId(0x55, 0x1d, 0x11), der(0x04, alternatives))
  const body = sequence(
    der(0xa0, integer(2)),
    integer(1),
    algorithm,
    subject,
    validity,
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  return {
    certificate: pem('CERTIFICATE', sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  }
}

/** One value: its tag, its length, its contents. */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(contents)
  const { length } = bytes
  const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), bytes])
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents)
}

function integer(value: number): Buffer {
  return der(0x02, Buffer.from([value]))
}

function objectId(...bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes))
}

function text(tag: number, value: string): Buffer {
  return der(tag, Buffer.from(value, 'latin1'))
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
