using System.Buffers;
using System.Text;
using AiGateway.Edge.Api;
using AiGateway.Edge.Api.OpenAi;

namespace AiGateway.Edge.Tests.OpenAi;

/// <summary>Text to bytes and back.</summary>
internal static class Wire
{
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    public static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Text(output.WrittenSpan);
    }

    public static RequestScan Scan(string body, Operation operation = Operation.ChatCompletions)
    {
        Assert.True(RequestScan.TryRead(Bytes(body), operation, out var scan, out var problem), problem?.Message);
        return scan;
    }

    public static RequestProblem Refusal(string body, Operation operation = Operation.ChatCompletions) => Refusal(Bytes(body), operation);

    public static RequestProblem Refusal(byte[] body, Operation operation = Operation.ChatCompletions)
    {
        Assert.False(RequestScan.TryRead(body, operation, out _, out var problem));
        return problem;
    }
}
