using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Core.Dialects;
using AiGateway.Core.Dialects.OpenAiResponses;
using CsCheck;

namespace AiGateway.Core.Tests.Dialects.OpenAiResponses;

/// <summary>Broken input of every kind: nothing but a refusal may come of a request, and nothing at all of what a provider sends.</summary>
public sealed class FuzzTests
{
    private const long Inputs = 4_000;

    private static readonly string[] Streams = ["text.sse", "tools.sse", "incomplete.sse", "refusal.sse", "failed.sse"];

    private static readonly JsonNode?[] Strangers =
    [
        null, JsonValue.Create(true), JsonValue.Create(-1), JsonValue.Create(1e300), JsonValue.Create(long.MaxValue), JsonValue.Create(""), JsonValue.Create("function"),
        new JsonArray(), new JsonArray(new JsonObject()), new JsonObject(), new JsonObject { ["type"] = "message" }, new JsonObject { ["type"] = 7 },
    ];

    [Fact]
    public void A_broken_request_is_refused_or_read()
    {
        var fixture = Wire.Fixture("request.json");
        Gen.Int.Sample(seed =>
        {
            var body = Broken(fixture, new Random(seed));
            try
            {
                Wire.Written(ResponsesCodec.Instance.ReadRequest(body));
            }
            catch (DialectException)
            {
            }
        }, iter: Iterations);
    }

    [Fact]
    public void A_broken_answer_is_read_or_none()
    {
        var fixture = Wire.Fixture("answer.json");
        Gen.Int.Sample(seed =>
        {
            if (ResponsesCodec.Instance.ReadAnswer(Broken(fixture, new Random(seed))) is { } answer)
                Wire.Written(answer, new AnswerTraits("7f", "gpt", 1));
        }, iter: Iterations);
    }

    [Fact]
    public void A_broken_stream_is_read_as_far_as_it_goes()
    {
        var streams = Streams.Select(name => Wire.Frames(Wire.Fixture(name))).ToArray();
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var frames = streams[random.Next(streams.Length)];
            var (reader, writer, output, events) = (ResponsesCodec.Instance.NewStreamReader(), Wire.Writer(), new ArrayBufferWriter<byte>(), new List<ChatEvent>());
            var (broken, from) = (random.Next(frames.Count), random.Next(3) == 0 ? random.Next(frames.Count) : 0);
            for (var i = from; i < frames.Count; i++)
            {
                var data = i == broken || random.Next(8) == 0 ? Broken(frames[i].Data, random) : Encoding.UTF8.GetBytes(frames[i].Data);
                if (!reader.TryRead(Encoding.UTF8.GetBytes(frames[i].Name), data, events))
                    break;
            }
            reader.Close(events);
            foreach (var next in events.Where(next => next.Kind != ChatEventKind.Error))
                writer.Write(next, output);
            Snapshot.Of(Encoding.UTF8.GetString(output.WrittenSpan));
        }, iter: Iterations);
    }

    private static long Iterations => long.TryParse(Environment.GetEnvironmentVariable("CsCheck_Iter"), out var more) ? more : Inputs;

    private static byte[] Broken(string json, Random random)
    {
        if (random.Next(3) > 0)
            json = Swapped(json, random);
        var bytes = Encoding.UTF8.GetBytes(json);
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length + 1)];
            case 1:
                for (var flips = random.Next(1, 4); flips > 0; flips--)
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2:
                var at = json.IndexOf(':', random.Next(json.Length));
                var nested = string.Concat(Enumerable.Repeat("[", random.Next(1, 200)));
                return at < 0 ? bytes : Encoding.UTF8.GetBytes(json[..(at + 1)] + nested + new string(']', nested.Length) + "," + "\"x\":" + json[(at + 1)..]);
            case 3:
                var quote = json.IndexOf('"', random.Next(json.Length));
                return quote < 0 ? bytes : Encoding.UTF8.GetBytes(json.Insert(quote + 1, "\\ud83d"));
            default:
                return bytes;
        }
    }

    /// <summary>Values of other types, members and elements left out, doubled or moved.</summary>
    private static string Swapped(string json, Random random)
    {
        var root = JsonNode.Parse(json)!;
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var nodes = new List<JsonNode>();
            Gather(root, nodes);
            var node = nodes[random.Next(nodes.Count)];
            var stranger = random.Next(4) == 0 ? nodes[random.Next(nodes.Count)].DeepClone() : Strangers[random.Next(Strangers.Length)]?.DeepClone();
            if (node is JsonObject { Count: > 0 } members)
            {
                var name = members.ElementAt(random.Next(members.Count)).Key;
                if (random.Next(3) == 0)
                    members.Remove(name);
                else
                    members[name] = stranger;
            }
            else if (node is JsonArray { Count: > 0 } elements)
            {
                var index = random.Next(elements.Count);
                if (random.Next(3) == 0)
                    elements.RemoveAt(index);
                else if (random.Next(2) == 0)
                    elements.Insert(index, elements[index]?.DeepClone());
                else
                    elements[index] = stranger;
            }
        }
        return root.ToJsonString();
    }

    private static void Gather(JsonNode node, List<JsonNode> nodes)
    {
        nodes.Add(node);
        var children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray elements => elements,
            _ => [],
        };
        foreach (var child in children)
        {
            if (child is JsonObject or JsonArray)
                Gather(child, nodes);
        }
    }
}
