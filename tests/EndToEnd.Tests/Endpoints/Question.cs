using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>What is asked at one address, but for the model.</summary>
/// <param name="Path">Below the version, with a slash before it.</param>
/// <param name="Members">Of a JSON body, or the fields of a form.</param>
/// <param name="FileField">What the form's file is called; null for a body in JSON.</param>
internal sealed record Question(string Path, string Members, string? FileField = null)
{
    /// <summary>Every byte there is, and the line that could be taken for the end of a part.</summary>
    public static byte[] File { get; } = [.. Enumerable.Range(0, 2_490).Select(place => (byte)place), .. "\r\n--model\r\n"u8];

    /// <summary>One of each kind, by the names of usage records; what follows a blank tells those of one name apart.</summary>
    public static IReadOnlyDictionary<string, Question> All { get; } = new Dictionary<string, Question>
    {
        ["images.generations"] = new("/images/generations", """{"prompt":"one two three","x_mine":[1.0,2e3]}"""),
        ["images.generations streamed"] = new("/images/generations", """{"prompt":"one two three","stream":true,"partial_images":2}"""),
        ["images.edits"] = new("/images/edits", """{"prompt":"one two three","x_mine":"größer"}""", "image[]"),
        ["images.edits streamed"] = new("/images/edits", """{"prompt":"one two three","stream":"true","partial_images":"1"}""", "image"),
        ["images.edits json"] = new("/images/edits", """{"prompt":"one two three","images":[{"image_url":"https://images.example/one.png"}]}"""),
        ["images.variations"] = new("/images/variations", """{"size":"256x256"}""", "image"),
        ["audio.transcriptions"] = new("/audio/transcriptions", """{"language":"de"}""", "file"),
        ["audio.transcriptions subtitles"] = new("/audio/transcriptions", """{"response_format":"srt"}""", "file"),
        ["audio.transcriptions streamed"] = new("/audio/transcriptions", """{"stream":"true"}""", "file"),
        ["audio.translations"] = new("/audio/translations", """{"prompt":"one two three"}""", "file"),
        ["audio.speech"] = new("/audio/speech", """{"input":"one two three","voice":"alloy","response_format":"wav"}"""),
        ["audio.speech streamed"] = new("/audio/speech", """{"input":"one two three","voice":"alloy","stream_format":"sse"}"""),
        ["moderations"] = new("/moderations", """{"input":["one two three","four"]}"""),
        ["rerank"] = new("/rerank", """{"query":"one two","documents":["three",{"text":"two one"}],"top_n":2}"""),
        ["embeddings"] = new("/embeddings", """{"input":["one","two three"],"dimensions":3}"""),
        ["completions"] = new("/completions", """{"prompt":"one two three","x_mine":{"a":"b"}}"""),
        ["completions streamed"] = new("/completions", """{"prompt":"one two three","stream":true,"stream_options":{"include_usage":true}}"""),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public bool IsForm => FileField is not null;

    /// <summary>As OpenAI's clients ask.</summary>
    public HttpRequestMessage For(string model) => new(HttpMethod.Post, $"/v1{Path}") { Content = IsForm ? Form(model) : Json(model) };

    /// <summary>As Azure's clients do, who name the model in the path alone.</summary>
    public HttpRequestMessage ByDeployment(string model) =>
        new(HttpMethod.Post, $"/openai/deployments/{model}{Path}?api-version=2025-04-01-preview") { Content = IsForm ? Form(null) : Json(null) };

    /// <summary>The text of the body that asks this of a model.</summary>
    public string Body(string? model) => model is null ? Members : $$"""{ "model" : "{{model}}",{{Members[1..]}}""";

    /// <summary>The fields that reach a provider.</summary>
    public Dictionary<string, string> Fields(string model)
    {
        var fields = JsonNode.Parse(Members)!.AsObject().ToDictionary(field => field.Key, field => field.Value!.GetValue<string>());
        fields["model"] = model;
        return fields;
    }

    private StringContent Json(string? model) => new(Body(model), Encoding.UTF8, "application/json");

    private MultipartFormDataContent Form(string? model)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in JsonNode.Parse(Members)!.AsObject())
            form.Add(new StringContent(value!.GetValue<string>()), name);
        var file = new ByteArrayContent(File);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, FileField!, "one.bin");
        // Behind the file, as some clients write it.
        if (model is not null)
            form.Add(new StringContent(model), "model");
        return form;
    }
}
