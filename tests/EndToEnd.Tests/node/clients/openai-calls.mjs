// Calls of OpenAI's client that no other client has, each by its name.
import OpenAI from 'openai';

const messages = [{ role: 'user', content: 'one two three' }];

const calls = {
  async chat(client, model) {
    const answer = await client.chat.completions.create({ model, messages });
    return { text: answer.choices[0].message.content, usage: answer.usage, requestId: answer._request_id };
  },
  async stream(client, model) {
    let text = '';
    let finish = null;
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta?.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    return { text, finish };
  },
  // The helper reads more strictly than the plain iterator.
  async helper(client, model) {
    const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
    const answer = await stream.finalChatCompletion();
    return { text: answer.choices[0].message.content, finish: answer.choices[0].finish_reason, usage: answer.usage };
  },
  async response(client, model) {
    const answer = await client.responses.create({ model, input: 'one two three' });
    const next = await client.responses.create({ model, input: 'and?', previous_response_id: answer.id });
    const items = [];
    for await (const item of client.responses.inputItems.list(answer.id)) items.push(item.type);
    const again = await client.responses.retrieve(answer.id);
    await client.responses.delete(answer.id);
    return { text: answer.output_text, model: answer.model, usage: answer.usage, next: next.output_text, again: again.output_text, items };
  },
  async responseStream(client, model) {
    let text = '';
    const types = new Set();
    for await (const event of await client.responses.create({ model, input: 'one two three', stream: true })) {
      types.add(event.type);
      if (event.type === 'response.output_text.delta') text += event.delta;
    }
    return { text, ended: types.has('response.completed'), error: types.has('error') };
  },
  // The helper puts the events together itself.
  async responseHelper(client, model) {
    const answer = await client.responses.stream({ model, input: 'one two three' }).finalResponse();
    return { text: answer.output_text, ended: answer.status === 'completed', error: answer.error !== null, usage: answer.usage };
  },
  async compact(client, model) {
    const first = await client.responses.create({ model, input: 'one two three' });
    const compacted = await client.responses.compact({ model, previous_response_id: first.id, input: 'four' });
    const next = await client.responses.create({ model, input: [...compacted.output, { role: 'user', content: 'and?' }] });
    return { object: compacted.object, types: compacted.output.map((item) => item.type), usage: compacted.usage, text: next.output_text };
  },
  async embeddings(client, model) {
    const answer = await client.embeddings.create({ model, input: 'one two' });
    return { vector: answer.data[0].embedding };
  },
  async models(client, model) {
    const ids = [];
    for await (const one of client.models.list()) ids.push(one.id);
    return { ids };
  },
};

export async function openaiCalls({ address, key, model, what }) {
  try {
    return await calls[what](new OpenAI({ baseURL: `${address}v1`, apiKey: key, maxRetries: 0 }), model);
  } catch (error) {
    return {
      error: error.constructor.name,
      isApiError: error instanceof OpenAI.APIError,
      status: error.status ?? null,
      code: error.code ?? null,
      type: error.type ?? null,
      message: error.message,
    };
  }
}
