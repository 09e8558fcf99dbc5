import { EXAMPLE_PICTURE } from '../example-picture';

/** How a project labels pictures: with one class each. */
export const EXAMPLE_CONFIG =
  '<View><Image name="picture" value="$image"/><Choices name="class" toName="picture">' +
  '<Choice value="Cat"/><Choice value="Dog"/></Choices></View>';

/** A task that brings its picture with it. */
export const EXAMPLE_TASK = {
  data: { image: `data:image/png;base64,${EXAMPLE_PICTURE}` },
} as const;
