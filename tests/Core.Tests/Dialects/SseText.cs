using System.Text;

namespace AiGateway.Core.Tests.Dialects;

/// <summary>Takes the events out of a stream as clients do: LF, an <c>event</c> line perhaps, one <c>data</c> line.</summary>
internal static class SseText
{
    public static List<(string Name, string Data)> Events(string stream)
    {
        var events = new List<(string, string)>();
        foreach (var block in stream.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string name = "", data = "";
            foreach (var line in block.Split('\n'))
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                    name = line[7..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                    data = line[6..];
            }
            if (data.Length > 0)
                events.Add((name, data));
        }
        return events;
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
