// What the provider that others wrote says: words, or two calls of tools and words once it has their results.
export function script(upstream) {
  upstream.addFixture({
    match: { toolName: 'weather', hasToolResult: false },
    response: { toolCalls: [{ name: 'weather', arguments: '{"city":"Bern"}' }, { name: 'clock', arguments: '{"city":"Rome"}' }] },
  });
  upstream.addFixture({ match: {}, response: { content: 'said by another provider' } });
}
