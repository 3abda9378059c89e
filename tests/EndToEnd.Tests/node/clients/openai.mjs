import OpenAI from 'openai';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const declared = tools.map(({ name, description }) => ({ type: 'function', function: { name, description, parameters: schema } }));

function question(task) {
  const content = task.image ? [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] : prompt;
  return [...(task.system ? [{ role: 'system', content: task.system }] : []), { role: 'user', content }];
}

function request(task, messages) {
  return {
    model: task.model,
    messages,
    ...(task.stop && { stop: task.stop }),
    ...(task.tools && { tools: declared }),
    ...(task.schema && { response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema } } }),
    ...task.extra,
  };
}

async function plain(client, task, messages, report) {
  const { message, finish_reason } = (await client.chat.completions.create(request(task, messages))).choices[0];
  report.read(task, message.content);
  report.finish = finish_reason;
  return message;
}

async function streamed(client, task, messages, report) {
  for await (const chunk of await client.chat.completions.create({ ...request(task, messages), stream: true })) {
    report.finish = chunk.choices[0]?.finish_reason ?? report.finish;
    if (report.read(task, chunk.choices[0]?.delta?.content)) break;
  }
}

// The helper puts messages together, and reads more strictly than the plain iterator.
async function helped(client, task, messages, report) {
  const stream = client.chat.completions.stream(request(task, messages));
  for await (const chunk of stream) {
    if (report.read(task, chunk.choices[0]?.delta?.content)) break;
  }
  if (report.left) return null;
  const { message, finish_reason } = (await stream.finalChatCompletion()).choices[0];
  report.finish = finish_reason;
  return message;
}

async function converse(task, ask) {
  const client = new OpenAI({ baseURL: `${task.address}v1`, apiKey: task.key, maxRetries: 0 });
  const report = new Report();
  const messages = question(task);
  const said = await ask(client, task, messages, report);
  if (said?.tool_calls?.length) {
    for (const { function: called } of said.tool_calls) report.called(called.name, called.arguments);
    const results = said.tool_calls.map((call) => ({ role: 'tool', tool_call_id: call.id, content: resultOf(call.function.name) }));
    await ask(client, task, [...messages, said, ...results], report);
  }
  return report;
}

export const openai = (task) => converse(task, !task.stream ? plain : task.tools ? helped : streamed);
export const openaiHelper = (task) => converse(task, helped);
