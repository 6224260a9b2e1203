/** Every mode that the demo shows. To add one, write a `DemoSite` and list it here. */
import type { DemoSite } from './demo-site.ts'
import { galleryDemo } from './gallery-demo.ts'
import { openDemo } from './open-demo.ts'
import { registeredDemo } from './registered-demo.ts'

export const demoSites: readonly DemoSite[] = [openDemo, registeredDemo, galleryDemo]
