import OpenAI from 'openai';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const declared = tools.map(({ name, description }) => ({ type: 'function', name, description, parameters: schema, strict: true }));

function request(task, input) {
  return {
    model: task.model,
    input,
    store: false,
    ...(task.system && { instructions: task.system }),
    ...(task.tools && { tools: declared }),
    ...(task.schema && { text: { format: { type: 'json_schema', name: 'place', strict: true, schema } } }),
    ...task.extra,
  };
}

async function plain(client, task, input, report) {
  const answer = await client.responses.create(request(task, input));
  report.read(task, answer.output_text);
  return answer;
}

async function streamed(client, task, input, report) {
  const stream = client.responses.stream(request(task, input));
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta' && report.read(task, event.delta)) return null;
  }
  return stream.finalResponse();
}

export async function openaiResponses(task) {
  const client = new OpenAI({ baseURL: `${task.address}v1`, apiKey: task.key, maxRetries: 0 });
  const ask = task.stream ? streamed : plain;
  const report = new Report();
  const content = [{ type: 'input_text', text: prompt }, ...(task.image ? [{ type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${pixel}` }] : [])];
  const input = [{ role: 'user', content }];
  let answer = await ask(client, task, input, report);
  const calls = answer?.output.filter((item) => item.type === 'function_call') ?? [];
  if (calls.length) {
    for (const call of calls) report.called(call.name, call.arguments);
    const results = calls.map((call) => ({ type: 'function_call_output', call_id: call.call_id, output: resultOf(call.name) }));
    answer = await ask(client, task, [...input, ...answer.output, ...results], report);
  }
  report.finish = answer?.status ?? null;
  return report;
}
