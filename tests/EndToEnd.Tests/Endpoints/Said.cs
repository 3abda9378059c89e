namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>What a provider says to a <see cref="Question"/>, written as no program would write it.</summary>
/// <param name="Type">Content type.</param>
/// <param name="Body">With <c>MODEL</c> where the name of the model stands.</param>
internal sealed record Said(string Type, string Body)
{
    private const string Json = "application/json";
    private const string Events = "text/event-stream";

    private static readonly Said Pictures = new(Json, """
        { "created" : 1 ,"data":[ {"b64_json":"aGk\u003d", "x_seed":12345678901234567890} ], "model" : "MODEL",
          "x_more" : [1.0,2e3] ,"usage":{"input_tokens":7,"output_tokens":11,"total_tokens":18}}
        """);

    private static readonly Said Heard = new(Json, """{ "text":"gr\u00fc\u00DF \/ 😀" , "x_language":"de","usage":{"type":"duration","seconds":9}}""");

    /// <summary>By the names in <see cref="Question.All"/>.</summary>
    public static IReadOnlyDictionary<string, Said> To { get; } = new Dictionary<string, Said>
    {
        ["images.generations"] = Pictures,
        ["images.generations streamed"] = Streamed("image_generation"),
        ["images.edits"] = Pictures,
        ["images.edits streamed"] = Streamed("image_edit"),
        ["images.edits json"] = Pictures,
        ["images.variations"] = new(Json, """{"created":1,"data":[{"url":"https://images.example/a b.png"}]}"""),
        ["audio.transcriptions"] = Heard,
        ["audio.transcriptions subtitles"] = new("application/x-subrip", "1\r\n00:00:00,000 --> 00:00:01,000\r\ngrüß {\"MODEL no more\n\n\n"),
        ["audio.transcriptions streamed"] = new(Events, """
            data: {"type":"transcript.text.delta", "delta":"gr\u00fc", "logprobs":[]}

            data: {"type":"transcript.text.delta","delta":"ß","x_more":1.0}

            data: {"type":"transcript.text.done","text":"grüß","usage":{"type":"tokens","input_tokens":7,"output_tokens":11,"total_tokens":18}}

            data: [DONE]


            """),
        ["audio.translations"] = Heard,
        ["audio.speech"] = new("audio/wav", "RIFF\u0001\u0000WAVE {\"no\r\n json"),
        ["audio.speech streamed"] = new(Events, """
            data: {"type":"speech.audio.delta", "audio":"AAEC"}

            data: {"type":"speech.audio.done","usage":{"input_tokens":7,"output_tokens":11,"total_tokens":18}}

            data: [DONE]


            """),
        ["moderations"] = new(Json, """{"id":"modr-1", "model":"MODEL","results":[{"flagged":true,"categories":{"x\/mine":false},"category_scores":{"x\/mine":1.0e-7}}]}"""),
        ["rerank"] = new(Json, """{"results":[{"index":1,"relevance_score":0.90},{"index":0,"relevance_score":1e-3}], "meta":{"billed_units":{"search_units":1}},"model":"MODEL"}"""),
        ["embeddings"] = new(Json, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[1.0,-2e-3, 0.50]},{"object":"embedding","index":1,"embedding":[0,0,1]}],"model":"MODEL","usage":{"prompt_tokens":3,"total_tokens":3},"x_more":"y"}"""),
        ["completions"] = new(Json, """{"id":"cmpl-1","object":"text_completion","created":1,"model":"MODEL","choices":[{"text":"gr\u00fc\u00DF","index":0,"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":11,"total_tokens":18},"x_more":[1.0]}"""),
        ["completions streamed"] = new(Events, """
            data: {"id":"cmpl-1","object":"text_completion","created":1,"choices":[{"text":"gr\u00fc\u00DF","index":0,"logprobs":null,"finish_reason":null}],"model":"MODEL"}

            data: {"id":"cmpl-1","object":"text_completion","created":1,"choices":[{"text":"","index":0,"logprobs":null,"finish_reason":"stop"}],"model":"MODEL","x_more":[1.0]}

            data: {"id":"cmpl-1","object":"text_completion","created":1,"choices":[],"model":"MODEL","usage":{"prompt_tokens":7,"completion_tokens":11,"total_tokens":18}}

            data: [DONE]


            """),
    };

    /// <summary>Partial images, then the image.</summary>
    private static Said Streamed(string kind) => new(Events, $$$"""
        event: {{{kind}}}.partial_image
        data: {"type":"{{{kind}}}.partial_image", "b64_json":"aGk\u003d", "partial_image_index":0}

        event: {{{kind}}}.partial_image
        data: {"type":"{{{kind}}}.partial_image","b64_json":"aG8=","partial_image_index":1,"x_more":1.0}

        event: {{{kind}}}.completed
        data: {"type":"{{{kind}}}.completed","b64_json":"aGE=","usage":{"input_tokens":7,"output_tokens":11,"total_tokens":18}}


        """);

    public string As(string model) => Body.Replace("\"MODEL\"", $"\"{model}\"", StringComparison.Ordinal);
}
