import { GoogleGenAI } from '@google/genai';
import { pixel, prompt, Report, resultOf, schema, tools } from './task.mjs';

const declared = [{ functionDeclarations: tools.map(({ name, description }) => ({ name, description, parametersJsonSchema: schema })) }];

/** This client goes on reading a stream that nobody reads, unless it is told to stop. */
function request(task, contents, leaving) {
  return {
    model: task.model,
    contents,
    config: {
      abortSignal: leaving.signal,
      ...(task.system && { systemInstruction: task.system }),
      ...(task.stop && { stopSequences: task.stop }),
      ...(task.tools && { tools: declared }),
      ...(task.schema && { responseMimeType: 'application/json', responseJsonSchema: schema }),
      ...task.extra,
    },
  };
}

/** The parts of an answer, whether it comes whole or in pieces. */
async function ask(client, task, contents, report) {
  const leaving = new AbortController();
  const asked = request(task, contents, leaving);
  const answers = task.stream ? await client.models.generateContentStream(asked) : [await client.models.generateContent(asked)];
  const parts = [];
  for await (const answer of answers) {
    const candidate = answer.candidates?.[0];
    report.finish = candidate?.finishReason ?? report.finish;
    for (const part of candidate?.content?.parts ?? []) {
      parts.push(part);
      if (report.read(task, part.text)) {
        leaving.abort();
        return parts;
      }
    }
  }
  return parts;
}

export async function google(task) {
  const client = new GoogleGenAI({ apiKey: task.key, httpOptions: { baseUrl: task.address } });
  const report = new Report();
  const question = { role: 'user', parts: [{ text: prompt }, ...(task.image ? [{ inlineData: { mimeType: 'image/png', data: pixel } }] : [])] };
  const said = await ask(client, task, [question], report);
  const calls = said.filter((part) => part.functionCall).map((part) => part.functionCall);
  if (calls.length) {
    for (const call of calls) report.called(call.name, call.args);
    const results = calls.map((call) => ({ functionResponse: { ...(call.id && { id: call.id }), name: call.name, response: { output: resultOf(call.name) } } }));
    await ask(client, task, [question, { role: 'model', parts: said }, { role: 'user', parts: results }], report);
  }
  return report;
}
