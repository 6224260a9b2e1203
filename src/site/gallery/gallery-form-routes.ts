/** Where galleries are made and changed: by their owners, and by those who look after the site. */
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gallery, GalleryFields } from '#index/galleries/gallery'
import { sendPrivatePage } from '../account/send-private-page.ts'
import { sendError } from '../server/errors.ts'
import { BrokenUpload } from '../server/received-files.ts'
import { formLimit } from '../server/visitor-limits.ts'
import { faultText } from './fault-text.ts'
import { galleryRoute, withOwnGallery } from './find-gallery.ts'
import { galleryDoneHref } from './gallery-address.ts'
import {
  emptyValues,
  type GalleryFormKind,
  type GalleryFormState,
  galleryFormPage,
  valuesOf,
} from './gallery-form-page.ts'
import type { GalleryParts } from './gallery-options.ts'
import { actorOf, memberOf } from './gallery-visitor.ts'
import { newGalleryPath } from './paths.ts'
import { fieldsOf, type ReceivedGalleryForm, receiveGalleryForm } from './receive-gallery-form.ts'
import { requirePermission } from './require-permission.ts'

export function galleryFormRoutes(site: FastifyInstance, parts: GalleryParts): void {
  const publishing = { onRequest: requirePermission(parts, 'publish') }
  const owning = { onRequest: parts.requireMember }
  const [editPath, versionPath] = [`${galleryRoute}/edit`, `${galleryRoute}/version`]
  const show = (request: FastifyRequest, reply: FastifyReply, form: GalleryFormKind) =>
    sendForm(request, reply, parts, {
      form,
      values: form.kind === 'create' ? emptyValues : valuesOf(form.of),
    })
  site.get(newGalleryPath, publishing, (request, reply) => show(request, reply, { kind: 'create' }))
  site.get(
    editPath,
    owning,
    withOwnGallery(parts, (request, reply, of) => show(request, reply, { kind: 'edit', of })),
  )
  site.get(
    versionPath,
    publishing,
    withOwnGallery(parts, (request, reply, of) => show(request, reply, { kind: 'version', of })),
  )
  // Apart, because only here forms with files are read.
  void site.register(async (own) => {
    // The index says of a picture that is too large that it is.
    await own.register(multipart, { throwFileSizeLimit: false })
    const config = formLimit
    own.post(newGalleryPath, { ...publishing, config }, (request, reply) =>
      receive(request, reply, parts, { kind: 'create' }),
    )
    own.post(
      editPath,
      { ...owning, config },
      withOwnGallery(parts, (request, reply, of) =>
        receive(request, reply, parts, { kind: 'edit', of }),
      ),
    )
    own.post(
      versionPath,
      { ...publishing, config },
      withOwnGallery(parts, (request, reply, of) =>
        receive(request, reply, parts, { kind: 'version', of }),
      ),
    )
  })
}

function sendForm(
  request: FastifyRequest,
  reply: FastifyReply,
  { settings, shell }: GalleryParts,
  state: Omit<GalleryFormState, 'categories'>,
): FastifyReply {
  const { categories } = settings()
  const page = galleryFormPage(shell(request), { ...state, categories })
  return sendPrivatePage(reply, page, state.problem === undefined ? 200 : 422)
}

async function receive(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  kind: GalleryFormKind,
): Promise<FastifyReply> {
  let sent: ReceivedGalleryForm
  try {
    sent = await receiveGalleryForm(request)
  } catch (error) {
    if (error instanceof BrokenUpload) return sendError(request, reply, parts.shell(request), 400)
    throw error
  }
  return await save(request, reply, parts, { kind, sent })
}

async function save(
  request: FastifyRequest,
  reply: FastifyReply,
  parts: GalleryParts,
  { kind, sent }: { readonly kind: GalleryFormKind; readonly sent: ReceivedGalleryForm },
): Promise<FastifyReply> {
  const { values } = sent
  // What is wrong with a cover is told of a gallery that is there already.
  let form = kind
  try {
    const gallery = await saveFields(request, parts, kind, fieldsOf(values))
    form = { kind: 'edit', of: gallery }
    await saveCover(request, parts, gallery, sent)
    return await reply.redirect(galleryDoneHref(gallery, dones[kind.kind]), 303)
  } catch (error) {
    const problem = faultText(error)
    return sendForm(request, reply, parts, { form, values, problem })
  }
}

const dones = { create: 'created', version: 'version', edit: 'edited' } as const

async function saveFields(
  request: FastifyRequest,
  { galleries }: GalleryParts,
  form: GalleryFormKind,
  fields: GalleryFields,
): Promise<Gallery> {
  const actor = actorOf(request)
  if (form.kind === 'create') return await galleries.create(fields, memberOf(request), actor)
  if (form.kind === 'version') return await galleries.createVersion(form.of.id, fields, actor)
  return await galleries.edit(form.of.id, fields, actor)
}

async function saveCover(
  request: FastifyRequest,
  { galleries }: GalleryParts,
  { id }: Gallery,
  { cover, isUncovered }: ReceivedGalleryForm,
): Promise<void> {
  if (cover !== undefined) await galleries.setCover(id, cover, actorOf(request))
  else if (isUncovered) await galleries.setCover(id, undefined, actorOf(request))
}
