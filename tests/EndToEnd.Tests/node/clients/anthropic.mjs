import Anthropic from '@anthropic-ai/sdk';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const declared = tools.map(({ name, description }) => ({ name, description, input_schema: schema }));

function request(task, messages) {
  return {
    model: task.model,
    max_tokens: 1000,
    messages,
    ...(task.system && { system: task.system }),
    ...(task.stop && { stop_sequences: task.stop }),
    ...(task.tools && { tools: declared }),
    ...(task.schema && { output_config: { format: { type: 'json_schema', schema } } }),
    ...task.extra,
  };
}

async function plain(client, task, messages, report) {
  const message = await client.messages.create(request(task, messages));
  for (const block of message.content) report.read(task, block.text);
  return message;
}

async function streamed(client, task, messages, report) {
  const stream = client.messages.stream(request(task, messages));
  for await (const event of stream) {
    if (event.delta?.type === 'text_delta' && report.read(task, event.delta.text)) return null;
  }
  return stream.finalMessage();
}

export async function anthropic(task) {
  const client = new Anthropic({ baseURL: task.address, apiKey: task.key, maxRetries: 0 });
  const ask = task.stream ? streamed : plain;
  const report = new Report();
  const content = task.image ? [{ type: 'text', text: prompt }, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }] : prompt;
  const messages = [{ role: 'user', content }];
  let said = await ask(client, task, messages, report);
  const calls = said?.content.filter((block) => block.type === 'tool_use') ?? [];
  if (calls.length) {
    for (const call of calls) report.called(call.name, call.input);
    const results = calls.map((call) => ({ type: 'tool_result', tool_use_id: call.id, content: resultOf(call.name) }));
    said = await ask(client, task, [...messages, { role: 'assistant', content: said.content }, { role: 'user', content: results }], report);
  }
  report.finish = said?.stop_reason ?? null;
  return report;
}
