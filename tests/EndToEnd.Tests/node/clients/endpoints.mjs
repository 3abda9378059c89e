// Calls that are no chats, each by its name, made by the clients of those who thought them up.
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI, { toFile } from 'openai';

const sound = () => toFile(new Uint8Array(2500), 'one.wav');
const picture = () => toFile(new Uint8Array(10), 'one.png', { type: 'image/png' });

async function all(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}

const openai = {
  async image(client, model) {
    const { data, usage } = await client.images.generate({ model, prompt: 'one two three', n: 2 });
    return { images: data.map((image) => image.b64_json), usage };
  },
  async imageStream(client, model) {
    const events = await all(await client.images.generate({ model, prompt: 'one two three', stream: true, partial_images: 2 }));
    return { types: events.map((event) => event.type), last: events.at(-1) };
  },
  async imageEdit(client, model) {
    const { data, usage } = await client.images.edit({ model, prompt: 'one two three', image: [await picture(), await picture()] });
    return { images: data.map((image) => image.b64_json), usage };
  },
  async imageVariation(client, model) {
    const { data } = await client.images.createVariation({ model, image: await picture() });
    return { images: data.map((image) => image.b64_json) };
  },
  async transcription(client, model) {
    return client.audio.transcriptions.create({ model, file: await sound() });
  },
  async subtitles(client, model) {
    return { text: await client.audio.transcriptions.create({ model, file: await sound(), response_format: 'srt' }) };
  },
  async transcriptionStream(client, model) {
    const events = await all(await client.audio.transcriptions.create({ model, file: await sound(), stream: true }));
    return { said: events.filter((event) => event.delta).map((event) => event.delta).join(''), last: events.at(-1) };
  },
  async translation(client, model) {
    return client.audio.translations.create({ model, file: await sound() });
  },
  async speech(client, model) {
    const answer = await client.audio.speech.create({ model, input: 'one two three', voice: 'alloy', response_format: 'wav' });
    return { type: answer.headers.get('content-type'), bytes: Buffer.from(await answer.arrayBuffer()).toString('base64') };
  },
  async moderation(client, model) {
    const { results } = await client.moderations.create({ model, input: ['one', 'violence'] });
    return { flagged: results.map((result) => result.flagged), violence: results[1].categories.violence };
  },
  async floats(client, model) {
    const { data } = await client.embeddings.create({ model, input: ['one', 'two three'], encoding_format: 'float', dimensions: 2 });
    return { vectors: data.map((row) => row.embedding) };
  },
  async base64(client, model) {
    const { data } = await client.embeddings.create({ model, input: ['one', 'two three'], dimensions: 2 });
    return { vectors: data.map((row) => [...row.embedding]) };
  },
  async completion(client, model) {
    const { choices, usage } = await client.completions.create({ model, prompt: 'one two three' });
    return { text: choices[0].text, usage };
  },
  async completionStream(client, model) {
    const chunks = await all(await client.completions.create({ model, prompt: 'one two three', stream: true }));
    return { text: chunks.map((chunk) => chunk.choices[0]?.text ?? '').join(''), finish: chunks.at(-1).choices[0].finish_reason };
  },
  async count(client, model) {
    return client.responses.inputTokens.count({ model, input: 'one two three' });
  },
};

const google = {
  async embed(client, model) {
    const { embeddings } = await client.models.embedContent({ model, contents: ['one', 'two three'], config: { outputDimensionality: 2 } });
    return { vectors: embeddings.map((embedding) => embedding.values) };
  },
  async count(client, model) {
    return client.models.countTokens({ model, contents: 'one two three' });
  },
};

const anthropic = {
  async count(client, model) {
    return client.messages.countTokens({ model, messages: [{ role: 'user', content: 'one two three' }] });
  },
};

const calling = (calls, open) => async ({ address, key, model, what }) => calls[what](open(address, key), model);

export const openaiEndpoints = calling(openai, (address, apiKey) => new OpenAI({ baseURL: `${address}v1`, apiKey, maxRetries: 0 }));
export const googleEndpoints = calling(google, (baseUrl, apiKey) => new GoogleGenAI({ apiKey, httpOptions: { baseUrl } }));
export const anthropicEndpoints = calling(anthropic, (baseURL, apiKey) => new Anthropic({ baseURL, apiKey, maxRetries: 0 }));
