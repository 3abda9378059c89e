import OpenAI from 'openai';
import { prompt, Report } from './task.mjs';

/** OpenAI's client of before chats. */
export async function openaiCompletions(task) {
  const client = new OpenAI({ baseURL: `${task.address}v1`, apiKey: task.key, maxRetries: 0 });
  const report = new Report();
  const request = { model: task.model, prompt, max_tokens: 100, ...(task.stop && { stop: task.stop }), ...task.extra };
  if (!task.stream) {
    const [choice] = (await client.completions.create(request)).choices;
    report.read(task, choice.text);
    report.finish = choice.finish_reason;
    return report;
  }
  for await (const chunk of await client.completions.create({ ...request, stream: true })) {
    report.finish = chunk.choices[0]?.finish_reason ?? report.finish;
    if (report.read(task, chunk.choices[0]?.text)) break;
  }
  return report;
}
