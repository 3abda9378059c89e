// What every client is asked to do, in terms of none.

/** Two tools, so that a client can be seen to take two calls at once. */
export const tools = [
  { name: 'weather', description: 'The weather in a city.', result: 'sunny-there' },
  { name: 'clock', description: 'The time in a city.', result: 'noon-there' },
];

export const schema = {
  type: 'object',
  properties: { city: { type: 'string', description: 'city-of-the-answer' } },
  required: ['city'],
  additionalProperties: false,
};

/** One white pixel. */
export const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';

export const prompt = 'one two three';

export const resultOf = (name) => tools.find((tool) => tool.name === name).result;

/** Collects what a client reports, so that all of them answer alike. */
export class Report {
  text = '';
  finish = null;
  calls = [];

  /** @returns true once the caller has read enough of a stream that it wants to leave */
  read(task, text) {
    this.text += text ?? '';
    this.left = Boolean(task.leave && this.text);
    return this.left;
  }

  called(name, args) {
    this.calls.push({ name, city: (typeof args === 'string' ? JSON.parse(args) : args).city });
  }
}
