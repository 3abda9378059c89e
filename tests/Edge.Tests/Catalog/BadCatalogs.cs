namespace AiGateway.Edge.Tests.Catalog;

/// <summary>Catalog files with one mistake each: its line, its path, a part of the message, the text.</summary>
public static class BadCatalogs
{
    private const string Provider = "providers: [ { id: p, kind: demo } ]\n";

    public static TheoryData<int, string, string, string> OneProblem => new()
    {
        // Not YAML, or YAML that a catalog has no use for.
        { 2, "", "invalid mapping", "providers:\n  a: b: c\n" },
        { 3, "", "", "providers:\n  - id: p\n kind: demo\n" },
        { 1, "", "end of stream", "providers: 'p\n" },
        { 2, "", "not valid YAML", "models:\n  - id: \"\\U99999999\"\n" },
        { 2, "", "put the value in quotes", "consumers:\n- { id: c, models: [ * ] }\n" },
        { 2, "", "put the value in quotes", "providers:\n- id: @p\n" },
        { 1, "", "anchors are not supported", "providers: &all []\n" },
        { 2, "", "aliases are not supported", "providers: []\nmodels: *all\n" },
        { 1, "", "tags are not supported", "providers: !!seq []\n" },
        { 2, "", "a second document", "providers: []\n---\nmodels: []\n" },
        { 1, "", "a field's name must be plain text", "[providers]: []\n" },
        { 2, "", "zero byte", "providers: []\nmodels: []\0\n" },
        { 2, "", "noncharacter", "providers: []\n# \uFDD0\n" },
        { 1, "", "must be a mapping of fields to values, not a list", "- providers\n" },
        { 1, "", "must be a mapping of fields to values, not text", "providers\n" },

        // Unknown, repeated and wrongly typed fields.
        { 2, "provider", "did you mean 'providers'?", "models: []\nprovider: []\n" },
        { 1, "plugins", "known here: providers, models, consumers", "plugins: []\n" },
        { 3, "providers[0].base_url", "did you mean 'baseUrl'?", "providers:\n  - id: p\n    base_url: https://p/\n" },
        { 5, "providers[0].keys[0].wieght", "did you mean 'weight'?", "providers:\n- id: p\n  kind: demo\n  keys:\n  - { id: k, secret: s, wieght: 1 }\n" },
        { 3, "models[0].fallback[0].weight", "known here: provider, model", Provider + "models: [ { id: m, targets: [ { provider: p, model: x } ],\n fallback: [ { provider: p, model: x, weight: 1 } ] } ]\n" },
        { 3, "consumers[0].limits.requestsPerMinuet", "did you mean 'requestsPerMinute'?", "consumers:\n- id: c\n  limits: { requestsPerMinuet: 60 }\n" },
        { 2, "consumers[0].id", "a second time, first on line 1", "consumers: [ { id: c,\n id: d } ]\n" },
        { 3, "providers", "a second time, first on line 1", Provider + "\nproviders: []\n" },
        { 1, "providers", "must be a list", "providers: openai\n" },
        { 2, "models", "not a mapping", Provider + "models: { id: m }\n" },
        { 2, "consumers[0]", "not nothing", "consumers:\n  -\n" },
        { 2, "consumers[0].keys[0]", "not text", "consumers:\n- { id: c, keys: [ my-key ] }\n" },
        { 2, "consumers[0].id", "must be text, not a list", "consumers:\n- id: [ c ]\n" },
        { 3, "consumers[0].limits", "not text", "consumers:\n- id: c\n  limits: 60\n" },
        { 2, "consumers[0].limits.concurrent", "a whole number", "consumers:\n- { id: c, limits: { concurrent: some } }\n" },
        { 2, "consumers[0].limits.concurrent", "a whole number", "consumers:\n- { id: c, limits: { concurrent: 1.5 } }\n" },
        { 2, "consumers[0].limits.concurrent", "a whole number", "consumers:\n- { id: c, limits: { concurrent: 99999999999999999999 } }\n" },
        { 3, "consumers[0].disabled", "true or false", "consumers:\n- id: c\n  disabled: yes\n" },
        { 2, "providers[0].kind", "openai, demo", "providers:\n- { id: p, kind: olama, baseUrl: 'http://p/' }\n" },
        { 2, "consumers[0].models[1]", "not a mapping", "consumers:\n- { id: c, models: [ a, { b: c } ] }\n" },

        // Variables.
        { 5, "providers[0].keys[0].secret", "${DEEPSEEK_KEY_9} is not set; set it or", "providers:\n- id: p\n  kind: demo\n  keys:\n  - { id: k, secret: ${DEEPSEEK_KEY_9} }\n" },
        { 2, "providers[0].id", "a ${ without its }", "providers:\n- { id: '${P', kind: demo }\n" },
        { 2, "providers[0].id", "begins no variable", "providers:\n- { id: '${}', kind: demo }\n" },
        { 2, "providers[0].id", "begins no variable", "providers:\n- { id: '${MY-VAR}', kind: demo }\n" },
        { 3, "consumers[0].keys[0].secret", "${file:/run/secrets/none} cannot be read", "consumers:\n- id: c\n  keys: [ { secret: ${file:/run/secrets/none} } ]\n" },
        { 3, "consumers[0].keys[0].secret", "is empty", "consumers:\n- id: c\n  keys: [ { secret: ${EMPTY} } ]\n" },

        // What the rules say, at the place of the field or of what it is missing from.
        { 3, "providers[1].id", "is missing", "providers:\n- { id: p, kind: demo }\n- kind: demo\n" },
        { 2, "providers[0].id", "1–64 characters", "providers:\n- { id: my provider, kind: demo }\n" },
        { 3, "providers[1].id", "another provider 'p'", "providers:\n- { id: p, kind: demo }\n- { id: p, kind: demo }\n" },
        { 2, "providers[0].baseUrl", "is missing", "providers:\n- id: p\n" },
        { 3, "providers[0].baseUrl", "is missing", "providers:\n- id: p\n  baseUrl:\n" },
        { 3, "providers[0].baseUrl", "https:// or http://", "providers:\n- id: p\n  baseUrl: ftp://host/\n" },
        { 3, "providers[0].baseUrl", "user name or password", "providers:\n- id: p\n  baseUrl: https://a:b@host/\n" },
        { 4, "providers[0].keys[0].secret", "is missing", "providers:\n- id: p\n  baseUrl: http://p/\n  keys: [ { id: k } ]\n" },
        { 3, "providers[0].keys[1].id", "another key 'k'", "providers:\n- { id: p, kind: demo, keys: [ { id: k, secret: a },\n  { id: k, secret: b } ] }\n" },
        { 2, "providers[0].keys[0].weight", "1–1,000", "providers:\n- { id: p, kind: demo, keys: [ { id: k, secret: a, weight: 5000000000 } ] }\n" },
        { 3, "models[0].targets", "is empty", Provider + "models:\n- id: m\n" },
        { 4, "models[0].targets", "is empty", Provider + "models:\n- id: m\n  targets: []\n" },
        { 3, "models[0].targets", "all weights are 0", Provider + "models:\n- { id: m, targets: [ { provider: p, model: x, weight: 0 } ] }\n" },
        { 4, "models[0].targets[0].provider", "'q' is not declared", Provider + "models:\n- id: m\n  targets: [ { provider: q, model: x } ]\n" },
        { 4, "models[0].targets[0].model", "stands for nothing", Provider + "models:\n- id: m\n  targets: [ { provider: p, model: '*' } ]\n" },
        { 5, "models[0].timeouts.firstByteMs", "100–3,600,000", Provider + "models:\n- id: m\n  targets: [ { provider: p, model: x } ]\n  timeouts: { firstByteMs: 5 }\n" },
        { 2, "consumers[0].keys[0].secret", "is missing", "consumers:\n- { id: c, keys: [ {} ] }\n" },
        { 3, "consumers[1].keys[0].secret", "used twice", "consumers:\n- { id: a, keys: [ { secret: s } ] }\n- { id: b, keys: [ { secret: s } ] }\n" },
        { 3, "consumers[0].limits.tokensPerDay", "1–1,000,000,000,000", "consumers:\n- id: c\n  limits: { tokensPerDay: 0 }\n" },
        { 2, "consumers[0].models[0]", "at the very end", "consumers:\n- { id: c, models: [ 'gpt-*-mini' ] }\n" },
    };
}
