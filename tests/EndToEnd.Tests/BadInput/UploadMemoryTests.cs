using System.Text;
using AiGateway.EndToEnd.Tests.Harness;
using AiGateway.EndToEnd.Tests.RealClients;

namespace AiGateway.EndToEnd.Tests.BadInput;

/// <summary>
/// Twenty megabytes pass, and the process is hardly larger for it: a form with sound, and a picture within a chat. The process runs as it
/// is shipped. It is warmed up by small calls and by large ones; then eight large calls at once may add as much to the most it had of
/// resident memory during small ones as eight of them are allowed.
/// </summary>
[Collection(UndisturbedTests.Name)]
public sealed class UploadMemoryTests(ITestOutputHelper output)
{
    private const int Large = 20 * 1024 * 1024;
    private const int Small = 100;
    private const int AtOnce = 8;
    private const int MostRounds = 6;
    private const long Allowed = AtOnce * ResidentMemory.MiB;

    [Fact]
    public async Task Twenty_megabytes_take_less_than_one_of_resident_memory()
    {
        await using var fake = await FakeProviderProcess.Start();
        await using var edge = await EdgeProcess.Start(new EdgeOptions());
        var providers = await ProviderSet.Make(edge, fake);
        var model = await providers.Model("openai");
        using var http = edge.ClientWith(providers.ConsumerKey);
        var memory = new ResidentMemory(edge.Process.Id);
        var bytes = new byte[Large];
        new Random(20_260_101).NextBytes(bytes);
        var (picture, sound) = (Picture(model, bytes), bytes);
        var (smallPicture, smallSound) = (Picture(model, bytes[..Small]), bytes[..Small]);
        Func<Task>[] small = [() => Chat(http, smallPicture), () => Hear(http, model, smallSound)];
        Func<Task>[] large = [() => Chat(http, picture), () => Hear(http, model, sound)];

        await AtATime(AtOnce, 300, small);
        await AtATime(AtOnce / 2, AtOnce, large);
        await fake.Clear();
        // What else the process does in such a second, above all growing its heap to the size it settles at, only adds: the least counts.
        var (pictures, sounds) = (long.MaxValue, long.MaxValue);
        for (var round = 0; round < MostRounds && (pictures > Allowed || sounds > Allowed); round++)
        {
            pictures = Math.Min(pictures, await Measure("pictures in chats", small, large[0]));
            sounds = Math.Min(sounds, await Measure("sounds in forms", small, large[1]));
        }

        Assert.True(pictures <= Allowed, ResidentMemory.Text(pictures));
        Assert.True(sounds <= Allowed, ResidentMemory.Text(sounds));

        async Task<long> Measure(string what, Func<Task>[] usual, Func<Task> measured)
        {
            var before = await memory.PeakDuring(() => AtATime(AtOnce, 100, usual));
            var peak = await memory.PeakDuring(() => AtATime(AtOnce, AtOnce, measured));
            await Arrived(fake, model);
            output.WriteLine($"{AtOnce} at once of {ResidentMemory.Text(Large)}, {what}: peak {ResidentMemory.Text(peak)}, {ResidentMemory.Text(before)} during small calls; {ResidentMemory.Text((peak - before) / AtOnce)} for each");
            return peak - before;
        }
    }

    private static Task AtATime(int atOnce, int calls, params Func<Task>[] kinds) => Parallel.ForEachAsync(
        Enumerable.Range(0, calls), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = TestContext.Current.CancellationToken }, async (i, _) => await kinds[i % kinds.Length]());

    /// <summary>Of chats all of it came to the provider, of forms the file. Its log, which has all that was sent, is forgotten.</summary>
    private static async Task Arrived(FakeProviderProcess fake, UpstreamModel model)
    {
        var last = (await fake.Log(after: long.MaxValue)).LastSeq;
        var call = Assert.Single((await fake.Log(after: last - 1)).Entries);
        Assert.Equal(model.Name, call.Model);
        Assert.True(call.Body!.Length > Large / 3 * 4 || call.Body.Contains($"{Large}", StringComparison.Ordinal), call.Body[..Math.Min(200, call.Body.Length)]);
        await fake.Clear();
    }

    private static byte[] Picture(UpstreamModel model, byte[] bytes) => Encoding.UTF8.GetBytes(
        $$$"""{"model":"{{{model.CallerName}}}","messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,{{{Convert.ToBase64String(bytes)}}}"}}]}]}""");

    private static async Task Chat(HttpClient http, byte[] body)
    {
        using var content = Damage.Bytes(body, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, TestContext.Current.CancellationToken);
        _ = (await HttpAnswer.Read(response)).Ok;
    }

    private static async Task Hear(HttpClient http, UpstreamModel model, byte[] sound)
    {
        using var form = new MultipartFormDataContent { { new StringContent(model.CallerName), "model" }, { new ByteArrayContent(sound), "file", "a.wav" } };
        using var response = await http.PostAsync(new Uri("/v1/audio/transcriptions", UriKind.Relative), form, TestContext.Current.CancellationToken);
        _ = (await HttpAnswer.Read(response)).Ok;
    }
}
