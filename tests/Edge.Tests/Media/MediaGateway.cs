using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;
using AiGateway.Edge.Tests.Fakes;
using AiGateway.Edge.Tests.Pipeline;

namespace AiGateway.Edge.Tests.Media;

/// <summary>Calls that are no chats.</summary>
internal static class MediaGateway
{
    public static async Task<Caller> Ask(this TestGateway gateway, Operation operation, string json, PathModel path = default)
    {
        var caller = new Caller(json, TestCatalog.ConsumerKey);
        await gateway.Run(caller, operation, path);
        return caller;
    }

    public static Task<Caller> Ask(this TestGateway gateway, string operation, string json) => gateway.Ask(Enum.Parse<Operation>(operation), json);

    /// <summary>Sends a form as it stands.</summary>
    public static async Task<Caller> Send(this TestGateway gateway, Operation operation, string form, string contentType = FormText.ContentType, PathModel path = default)
    {
        var caller = new Caller(form, TestCatalog.ConsumerKey);
        caller.Http.Request.ContentType = contentType;
        await gateway.Run(caller, operation, path);
        return caller;
    }

    public static string Sse(params string[] events) => string.Concat(events.Select(data => $"event: {TypeOf(data)}\ndata: {data}\n\n"));

    public static Stream Torn(string text) => new TornStream(Encoding.UTF8.GetBytes(text));

    public static string Usage(int input, int output) => $$$"""{"input_tokens":{{{input}}},"output_tokens":{{{output}}},"total_tokens":{{{input + output}}},"input_tokens_details":{"image_tokens":0,"text_tokens":{{{input}}}}}""";

    private static string TypeOf(string data)
    {
        var start = data.IndexOf("\"type\":\"", StringComparison.Ordinal) + 8;
        return data[start..data.IndexOf('"', start)];
    }
}

/// <summary>Forms as clients write them.</summary>
internal static class FormText
{
    public const string Boundary = "----formdata-undici-012345678901";

    public const string ContentType = "multipart/form-data; boundary=" + Boundary;

    public static string Of(params string[] parts) => string.Concat(parts.Select(part => $"--{Boundary}\r\n{part}\r\n")) + $"--{Boundary}--\r\n";

    public static string Field(string name, string value) => $"Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}";

    public static string File(string content = "RIFF....", string name = "file", string fileName = "a.wav", string type = "audio/wav") =>
        $"Content-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: {type}\r\n\r\n{content}";

    /// <summary>The same parts between other boundaries, to be compared.</summary>
    public static string Normal(string sent)
    {
        var boundary = sent[2..sent.IndexOf("\r\n", StringComparison.Ordinal)];
        Assert.StartsWith("aigateway-", boundary, StringComparison.Ordinal);
        return sent.Replace(boundary, Boundary, StringComparison.Ordinal);
    }
}
