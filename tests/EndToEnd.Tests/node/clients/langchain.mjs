import { AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { ChatOpenAI } from '@langchain/openai';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const declared = tools.map(({ name, description }) => ({ type: 'function', function: { name, description, parameters: schema } }));

async function plain(model, task, messages, options, report) {
  const message = await model.invoke(messages, options);
  report.read(task, message.text);
  return message;
}

async function streamed(model, task, messages, options, report) {
  let whole = new AIMessageChunk('');
  for await (const chunk of await model.stream(messages, options)) {
    whole = whole.concat(chunk);
    if (report.read(task, chunk.text)) break;
  }
  return whole;
}

export async function langchain(task) {
  const bare = new ChatOpenAI({ model: task.model, apiKey: task.key, configuration: { baseURL: `${task.address}v1` }, maxRetries: 0, ...task.extra });
  const model = task.tools ? bare.bindTools(declared) : bare;
  const options = {
    ...(task.stop && { stop: task.stop }),
    ...(task.schema && { response_format: { type: 'json_schema', json_schema: { name: 'place', strict: true, schema } } }),
  };
  const ask = task.stream ? streamed : plain;
  const report = new Report();
  const content = task.image ? [{ type: 'text', text: prompt }, { type: 'image_url', image_url: { url: `data:image/png;base64,${pixel}` } }] : prompt;
  const messages = [...(task.system ? [new SystemMessage(task.system)] : []), new HumanMessage({ content })];
  let said = await ask(model, task, messages, options, report);
  if (said.tool_calls?.length) {
    for (const call of said.tool_calls) report.called(call.name, call.args);
    const results = said.tool_calls.map((call) => new ToolMessage({ tool_call_id: call.id, content: resultOf(call.name) }));
    said = await ask(model, task, [...messages, said, ...results], options, report);
  }
  report.finish = said.response_metadata?.finish_reason ?? null;
  return report;
}
