// Holds the clients in one process: POST / with a task as JSON is answered by what came of it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { LLMock } from '@copilotkit/aimock';
import * as ai from './clients/ai.mjs';
import { anthropic } from './clients/anthropic.mjs';
import { anthropicEndpoints, googleEndpoints, openaiEndpoints } from './clients/endpoints.mjs';
import { google } from './clients/google.mjs';
import { langchain } from './clients/langchain.mjs';
import { openaiCalls } from './clients/openai-calls.mjs';
import { openaiCompletions } from './clients/openai-completions.mjs';
import { openaiResponses } from './clients/openai-responses.mjs';
import { openai, openaiHelper } from './clients/openai.mjs';
import { script } from './upstream.mjs';

const clients = { openai, openaiHelper, openaiResponses, openaiCompletions, openaiCalls, anthropic, google, langchain, openaiEndpoints, googleEndpoints, anthropicEndpoints, ...ai };

/** What an application can tell about a failure, whichever client it uses. */
const failure = (error) => ({
  error: error?.constructor?.name ?? typeof error,
  name: error?.name ?? null,
  status: error?.status ?? error?.statusCode ?? null,
  message: String(error?.message ?? error),
});

async function run(task) {
  try {
    return await clients[task.client](task);
  } catch (error) {
    return failure(error);
  }
}

const server = createServer(async (request, response) => {
  response.end(JSON.stringify(await run(JSON.parse(await text(request)))));
});
await once(server.listen(0, '127.0.0.1'), 'listening');

const upstream = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
script(upstream);
await upstream.start();

console.log(`another provider at ${upstream.url}`);
console.log(`clients at http://127.0.0.1:${server.address().port}/`);
