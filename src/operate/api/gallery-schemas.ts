/** The shapes of galleries in the JSON API. Names are snake case; what is not known is null; times are unix seconds. */
import * as z from 'zod'
import { galleryIdMax } from '#base/limits'
import { galleryStates } from '#index/galleries/gallery'
import { digits } from './digits.ts'

const seconds = z.int().min(0)

/** A path has digits; the document says that they are a number. */
export const galleryParams = z.strictObject({
  id: digits(z.int().min(1)).meta({ description: 'Of the gallery.' }),
})

export const galleryStateSchema = z.enum(galleryStates).meta({
  description:
    'An expunged gallery is found only by who looks for it, a removed one by its address. Its torrents work on.',
})

const tagsSchema = z.array(z.string()).meta({ description: '`namespace:name`, or a name alone.' })

export const gallerySchema = z
  .object({
    id: z.int(),
    key: z.string().meta({ description: 'Stands beside the id in its address.' }),
    url: z.string().meta({ description: 'Of its page.' }),
    announce_urls: z.array(z.string()).meta({
      description: 'Where its torrents are announced by whoever has no key; HTTP first.',
    }),
    announce_id: z.int().meta({ description: 'The id of its first version, in these addresses.' }),
    parent_id: z.int().nullable().meta({ description: 'The version before this one.' }),
    current_id: z.int().meta({ description: 'The newest version; itself where it is that.' }),
    title: z.string(),
    original_title: z.string(),
    category: z.string(),
    tags: tagsSchema,
    description: z.string(),
    pages: z.int().nullable(),
    cover: z
      .object({ url: z.string(), small_url: z.string(), width: z.int(), height: z.int() })
      .nullable(),
    owner: z.object({ id: z.int(), name: z.string() }),
    posted_at: seconds,
    state: galleryStateSchema,
    state_reason: z.string().meta({ description: 'Why it is not live.' }),
    state_at: seconds.nullable(),
    torrent_count: z.int().meta({ description: 'Live torrents of all its versions.' }),
    external_id: z.string().nullable().meta({ description: 'What another system calls it.' }),
  })
  .meta({ id: 'Gallery' })

export type GalleryJson = z.infer<typeof gallerySchema>

export const addedGallerySchema = z
  .object({ outcome: z.enum(['added', 'known']), gallery: gallerySchema })
  .meta({ id: 'AddedGallery' })

export type AddedGalleryJson = z.infer<typeof addedGallerySchema>

/** The limits of texts and tags are those of the galleries; here are shapes alone. */
const fields = {
  title: z.string().meta({ description: '1 to 500 characters.' }),
  original_title: z.string().meta({ description: 'In its own script.' }),
  category: z.string().meta({ description: 'One of `gallery.categories`.' }),
  tags: tagsSchema,
  description: z.string().meta({ description: 'Plain text of 10,000 characters at most.' }),
  pages: z.int().nullable(),
}

const externalIdSchema = z.string().meta({
  description: 'What another system calls it; a second one of the same is the same gallery.',
})

export const galleryRegistrationSchema = z
  .strictObject({
    title: fields.title,
    original_title: fields.original_title.optional(),
    category: fields.category.optional().meta({
      description: 'One of `gallery.categories`; the last of them where it is left out.',
    }),
    tags: fields.tags.optional(),
    description: fields.description.optional(),
    pages: fields.pages.optional(),
    owner: z.string().meta({ description: 'The name of a member.' }),
    posted_at: seconds.optional().meta({ description: 'Now, where it is left out.' }),
    external_id: externalIdSchema.optional(),
    newer_than: z.string().optional().meta({
      description:
        'The `external_id` of the gallery that it is a newer version of, which must be there, live, and the newest of its versions.',
    }),
    id: z
      .int()
      .optional()
      .meta({
        description: `For a gallery that has an address already: its id, from 1 to ${galleryIdMax}, which no other may have. New ones are numbered after the largest.`,
      }),
    key: z.string().optional().meta({
      description: 'The key beside that id: 10 lower-case letters and digits.',
    }),
    state: galleryStateSchema.optional(),
    state_reason: z.string().optional().meta({
      description: 'One line, which `expunged` and `removed` need.',
    }),
  })
  .meta({ id: 'GalleryRegistration' })

export type GalleryRegistrationJson = z.infer<typeof galleryRegistrationSchema>

export const galleryChangesSchema = z.strictObject(fields).partial()

export type GalleryChangesJson = z.infer<typeof galleryChangesSchema>

export const galleryVersionSchema = galleryChangesSchema.extend({
  external_id: externalIdSchema.optional(),
})
