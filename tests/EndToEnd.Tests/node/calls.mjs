// Calls the gateway as an application would and prints what came of it as JSON: node calls.mjs BASE_URL KEY MODEL WHAT
import OpenAI from 'openai';

const [baseURL, apiKey, model, what] = process.argv.slice(2);
const client = new OpenAI({ baseURL, apiKey, maxRetries: 0 });
const messages = [{ role: 'user', content: 'one two three' }];

const calls = {
  async chat() {
    const answer = await client.chat.completions.create({ model, messages });
    return { text: answer.choices[0].message.content, usage: answer.usage, requestId: answer._request_id };
  },
  async stream() {
    let text = '';
    let finish = null;
    for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
      text += chunk.choices[0]?.delta?.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    return { text, finish };
  },
  // The helper reads more strictly than the plain iterator.
  async helper() {
    const stream = client.chat.completions.stream({ model, messages, stream_options: { include_usage: true } });
    const answer = await stream.finalChatCompletion();
    return { text: answer.choices[0].message.content, finish: answer.choices[0].finish_reason, usage: answer.usage };
  },
  async embeddings() {
    const answer = await client.embeddings.create({ model, input: 'one two' });
    return { vector: answer.data[0].embedding };
  },
  async models() {
    const ids = [];
    for await (const one of client.models.list()) ids.push(one.id);
    return { ids };
  },
};

try {
  console.log(JSON.stringify(await calls[what]()));
} catch (error) {
  console.log(JSON.stringify({
    error: error.constructor.name,
    isApiError: error instanceof OpenAI.APIError,
    status: error.status ?? null,
    code: error.code ?? null,
    type: error.type ?? null,
    message: error.message,
  }));
}
