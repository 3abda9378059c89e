using System.Text.Json;

namespace AiGateway.FakeProvider.Tests;

public sealed class MediaTests : DialectTest
{
    [Fact]
    public async Task Pictures_come_as_data_or_as_addresses_and_are_paid_for_in_tokens()
    {
        var data = await AnswerAsync(new { model = "gpt-image-1", prompt = "a b", n = 2 }, "/v1/images/generations");
        var address = await AnswerAsync(new { model = "dall-e-3", prompt = "a b" }, "/v1/images/generations");

        Assert.Equal(2, data.GetProperty("data").GetArrayLength());
        Assert.StartsWith("iVBOR", data.GetProperty("data")[1].GetProperty("b64_json").GetString(), StringComparison.Ordinal);
        Assert.Equal(2 + 544, data.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.StartsWith("https://", address.GetProperty("data")[0].GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.False(address.TryGetProperty("usage", out _));
    }

    [Fact]
    public async Task A_picture_in_the_making_is_streamed()
    {
        using var reply = await PostAsync(new { model = "gpt-image-1", prompt = "a", stream = true, partial_images = 2 }, "/v1/images/generations");

        var events = await NamedEventsAsync(reply);

        Assert.Equal(["image_generation.partial_image", "image_generation.partial_image", "image_generation.completed"], events.Select(said => said.Name));
        Assert.Equal(1, events[1].Data.GetProperty("partial_image_index").GetInt32());
        Assert.Equal(273, events[2].Data.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Edits_take_a_form_with_several_pictures_and_its_fields_are_logged()
    {
        using var form = new MultipartFormDataContent { { new StringContent("gpt-image-1"), "model" }, { new StringContent("a b"), "prompt" }, { new StringContent("true"), "stream" } };
        form.Add(new ByteArrayContent([1]), "image[]", "a.png");
        form.Add(new ByteArrayContent([2, 3]), "image[]", "b.png");

        using var reply = await Http.PostAsync(new Uri("/v1/images/edits", UriKind.Relative), form, Token);
        var events = await NamedEventsAsync(reply);
        var entry = Assert.Single(await LogAsync(wait: 1));

        Assert.Equal("image_edit.completed", Assert.Single(events).Name);
        Assert.Equal(544, events[0].Data.GetProperty("usage").GetProperty("input_tokens_details").GetProperty("image_tokens").GetInt32());
        Assert.Equal(("gpt-image-1", true), (entry.GetProperty("model").GetString(), entry.GetProperty("stream").GetBoolean()));
        Assert.Equal("a b", entry.GetProperty("form").GetProperty("prompt").GetString());
        Assert.Equal("a.png, 1 bytes, 4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a; b.png, 2 bytes, ee9040f65c341855e070ff438eb0ea9d5b831b2a2c270fb7ef592d750408e3b3", entry.GetProperty("body").GetString());
    }

    [Theory]
    [InlineData("text", "text/plain", "alpha beta\n")]
    [InlineData("srt", "text/plain", "1\n00:00:00,000 --> 00:00:01,000\nalpha beta\n\n\n")]
    [InlineData("vtt", "text/plain", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nalpha beta\n\n")]
    public async Task What_was_heard_can_be_text(string format, string type, string expected)
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        using var reply = await HearAsync("whisper-1", ("response_format", format));

        Assert.Equal(type, reply.Content.Headers.ContentType!.MediaType);
        Assert.Equal(expected, await reply.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("whisper-1", """{"type":"duration","seconds":1}""")]
    [InlineData("gpt-4o-transcribe", """{"type":"tokens","input_tokens":3,"input_token_details":{"text_tokens":0,"audio_tokens":3},"output_tokens":2,"total_tokens":5}""")]
    public async Task What_was_heard_is_counted_as_the_model_counts(string model, string usage)
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        var heard = await OkAsync(await HearAsync(model));

        Assert.Equal("alpha beta", heard.GetProperty("text").GetString());
        Assert.Equal(usage, heard.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task What_is_heard_can_be_streamed_and_ends_with_done()
    {
        await MisbehaveAsync(new { text = "alpha beta" });

        using var reply = await HearAsync("gpt-4o-transcribe", ("stream", "true"));
        var events = EventsOf(await reply.Content.ReadAsStringAsync(Token));

        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(["transcript.text.delta", "transcript.text.delta", "transcript.text.done"], ChunksOf(events).Select(said => said.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Speech_is_bytes_of_the_wanted_type_and_can_be_cut()
    {
        await MisbehaveAsync(new { events = 3 }, times: 1);
        await MisbehaveAsync(new { events = 3, fault = "cut", afterEvents = 2 }, times: 1);
        var said = new { model = "tts-1", input = "a b", voice = "alloy", response_format = "wav" };

        using var whole = await PostAsync(said, "/v1/audio/speech");
        var bytes = await whole.Content.ReadAsByteArrayAsync(Token);

        Assert.Equal("audio/wav", whole.Content.Headers.ContentType!.MediaType);
        Assert.Equal(3000, bytes.Length);
        Assert.Equal([0, 7, 14], bytes[..3]);
        await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(said, "/v1/audio/speech"));
    }

    [Fact]
    public async Task Speech_can_be_events()
    {
        await MisbehaveAsync(new { events = 2 });

        var events = await EventsAsync(new { model = "tts", input = "a b", voice = "alloy", stream_format = "sse" }, "/v1/audio/speech");

        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(1000, Convert.FromBase64String(ChunksOf(events)[0].GetProperty("audio").GetString()!).Length);
        Assert.Equal("""{"input_tokens":2,"output_tokens":2,"total_tokens":4}""", ChunksOf(events)[2].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Only_violence_is_flagged()
    {
        var results = (await AnswerAsync(new { input = new[] { "peace", "Violence!" } }, "/v1/moderations")).GetProperty("results");

        Assert.Equal([false, true], results.EnumerateArray().Select(result => result.GetProperty("flagged").GetBoolean()));
        Assert.True(results[1].GetProperty("categories").GetProperty("violence").GetBoolean());
    }

    [Fact]
    public async Task Documents_are_ranked_by_the_words_they_share_with_the_query()
    {
        var answer = await AnswerAsync(new { model = "r", query = "a b", documents = new object[] { "x", new { text = "b a" }, "a" }, top_n = 2 }, "/v1/rerank");

        Assert.Equal("""[{"index":1,"relevance_score":1},{"index":2,"relevance_score":0.5}]""", answer.GetProperty("results").GetRawText());
    }

    [Theory]
    [InlineData("/v1/images/generations", "{}")]
    [InlineData("/v1/images/edits", """{"prompt":"x"}""")]
    [InlineData("/v1/audio/transcriptions", "{}")]
    [InlineData("/v1/audio/speech", """{"model":"m"}""")]
    [InlineData("/v1/moderations", "{}")]
    [InlineData("/v1/rerank", """{"model":"m"}""")]
    public async Task What_lacks_something_is_refused(string path, string json)
    {
        using var refused = await SendAsync("k", HttpMethod.Post, path, json);
        using var nobody = await CallAsync(HttpMethod.Post, path, json);

        Assert.Equal((400, 401), ((int)refused.StatusCode, (int)nobody.StatusCode));
        Assert.Equal(JsonValueKind.Object, (await JsonAsync(refused)).GetProperty("error").ValueKind);
    }

    private async Task<HttpResponseMessage> HearAsync(string model, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(model), "model" }, { new ByteArrayContent(new byte[2500]), "file", "a.wav" } };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        return await Http.PostAsync(new Uri("/v1/audio/transcriptions", UriKind.Relative), form, Token);
    }
}
