using System.Net;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary>Shows how far a file is sent, where it is large and somebody looks.</summary>
internal static class UploadProgress
{
    private const int Large = 256 * 1024;

    public static async Task<T> Show<T>(Terminal terminal, bool quiet, string name, byte[] bytes, Func<HttpContent, Task<T>> send)
    {
        if (quiet || bytes.Length < Large || !terminal.Notes.Profile.Capabilities.Interactive)
        {
            using var plain = new ByteArrayContent(bytes);
            return await send(plain);
        }
        return await terminal.Notes.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var task = progress.AddTask(Markup.Escape(name), maxValue: bytes.Length);
            using var content = new CountedContent(bytes, sent =>
            {
                // Not done with the last byte: the gateway checks all of it before it answers.
                task.Value = Math.Min(sent, bytes.Length - 1);
                task.IsIndeterminate = sent == bytes.Length;
            });
            var answer = await send(content);
            task.Value = bytes.Length;
            return answer;
        });
    }

    /// <summary>Bytes that tell how many of them are on their way.</summary>
    internal sealed class CountedContent(byte[] bytes, Action<int> sent) : HttpContent
    {
        private const int Piece = 64 * 1024;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            for (var at = 0; at < bytes.Length; at += Piece)
            {
                var length = Math.Min(Piece, bytes.Length - at);
                await stream.WriteAsync(bytes.AsMemory(at, length));
                sent(at + length);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
