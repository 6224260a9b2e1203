/** `waggle gallery`: everything that is done to galleries from the command line. */
import { Command } from 'commander'
import type { CommandIo } from '../config-command.ts'
import { addGalleryAdd } from './gallery-add-command.ts'
import { addGalleryChanges } from './gallery-change-commands.ts'
import { addGalleryImport } from './gallery-import-command.ts'
import { addGalleryViews } from './gallery-view-commands.ts'

export function galleryCommand(io: CommandIo): Command {
  const gallery = new Command('gallery').description('manage the galleries of a gallery site')
  addGalleryAdd(gallery, io)
  addGalleryImport(gallery, io)
  addGalleryViews(gallery, io)
  addGalleryChanges(gallery, io)
  return gallery
}
