import type { Page } from 'playwright-core';

/** Drops files and folders of the disk as a user does, which no script in the page can. */
export async function dropOnto(
  page: Page,
  selector: string,
  files: readonly string[],
): Promise<void> {
  const { x, y, width, height } = (await page.locator(selector).boundingBox())!;
  const client = await page.context().newCDPSession(page);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', {
      type,
      x: x + width / 2,
      y: y + height / 2,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  }
}
