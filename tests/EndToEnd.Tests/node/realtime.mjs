// Holds a session as an application in a browser would, and prints what came of it as JSON:
// node --experimental-websocket realtime.mjs ADDRESS KEY MODEL openai|azure|token
import OpenAI, { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWebSocket } from 'openai/realtime/websocket';

const [address, apiKey, model, form] = process.argv.slice(2);

// The package insists on TLS, and there is none here.
const Encrypted = globalThis.WebSocket;
globalThis.WebSocket = class extends Encrypted {
  constructor(url, protocols) {
    super(url.replace('wss:', 'ws:'), protocols);
  }
};

const azure = { endpoint: address, apiVersion: '2025-04-01-preview', deployment: model };
const session = form === 'openai'
  ? new OpenAIRealtimeWebSocket({ model }, new OpenAI({ baseURL: `${address}/v1`, apiKey }))
  : await OpenAIRealtimeWebSocket.azure(form === 'azure'
    ? new AzureOpenAI({ ...azure, apiKey })
    : new AzureOpenAI({ ...azure, azureADTokenProvider: async () => apiKey }));

let text = '';
session.on('session.created', () => {
  session.send({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'said by the package' }] } });
  session.send({ type: 'response.create' });
});
session.on('response.output_text.delta', (event) => { text += event.delta; });
session.on('response.done', () => session.close());
session.on('error', (error) => { console.log(JSON.stringify({ error: error.message })); process.exit(); });
session.socket.addEventListener('close', (event) => {
  console.log(JSON.stringify({ text, protocol: session.socket.protocol, code: event.code, wasClean: event.wasClean }));
});
