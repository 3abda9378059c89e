// Vercel's AI SDK makes the whole round of calls and results itself.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const toolsOf = (report) => Object.fromEntries(tools.map(({ name, description }) => [name, tool({
  description,
  inputSchema: jsonSchema(schema),
  execute: (input) => {
    report.called(name, input);
    return resultOf(name);
  },
})]));

async function converse(task, model) {
  const report = new Report();
  const leaving = new AbortController();
  const content = task.image ? [{ type: 'text', text: prompt }, { type: 'image', image: pixel, mediaType: 'image/png' }] : prompt;
  const request = {
    model,
    messages: [{ role: 'user', content }],
    maxRetries: 0,
    abortSignal: leaving.signal,
    ...(task.system && { system: task.system }),
    ...(task.stop && { stopSequences: task.stop }),
    ...(task.tools && { tools: toolsOf(report), stopWhen: stepCountIs(2) }),
    ...(task.schema && { output: Output.object({ schema: jsonSchema(schema) }) }),
    ...task.extra,
  };
  if (!task.stream) {
    const answer = await generateText(request);
    report.read(task, answer.text);
    report.finish = answer.finishReason;
    return report;
  }
  for await (const part of streamText({ ...request, onError: () => {} }).fullStream) {
    if (part.type === 'error') throw part.error;
    if (part.type === 'finish') report.finish = part.finishReason;
    if (part.type === 'text-delta' && report.read(task, part.text)) {
      leaving.abort();
      break;
    }
  }
  return report;
}

const settings = (task) => ({ baseURL: `${task.address}v1`, apiKey: task.key });

// Kept answers would be referred to instead of being sent back.
const notKept = { extra: { providerOptions: { openai: { store: false } } } };

export const aiOpenai = (task) => converse({ ...task, ...notKept }, createOpenAI(settings(task)).responses(task.model));
export const aiOpenaiChat = (task) => converse(task, createOpenAI(settings(task)).chat(task.model));
export const aiAnthropic = (task) => converse(task, createAnthropic(settings(task))(task.model));
export const aiCompatible = (task) => converse(task, createOpenAICompatible({ name: 'gateway', supportsStructuredOutputs: true, ...settings(task) })(task.model));
