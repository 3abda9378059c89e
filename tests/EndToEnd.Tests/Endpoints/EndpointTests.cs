using AiGateway.EndToEnd.Tests.Harness;

namespace AiGateway.EndToEnd.Tests.Endpoints;

/// <summary>Everything that is asked in OpenAI's dialect and is no chat.</summary>
public sealed class EndpointTests(SharedGateway gateway)
{
    [Theory]
    [MemberData(nameof(Question.Names), MemberType = typeof(Question))]
    public async Task Only_the_name_of_the_model_and_the_key_change_on_the_way_there_and_back(string name)
    {
        var (question, said) = (Question.All[name], Said.To[name]);
        using var lane = await gateway.Lane();
        await lane.Answers(new { body = said.As("fake-chat"), contentType = said.Type });

        var plain = await lane.Ask(question);
        var byDeployment = await lane.Ask(question.ByDeployment(lane.Model));

        Assert.All([plain, byDeployment], answer =>
        {
            Assert.Equal((200, said.As(lane.Model), false), (answer.Status, answer.Text, answer.Broken));
            Assert.StartsWith(said.Type, answer.Header("content-type"), StringComparison.Ordinal);
            Assert.Equal(($"{lane.Id}/fake-chat", "1"), (answer.Header("x-aigateway-target"), answer.Header("x-aigateway-attempts")));
        });
        var calls = await lane.Calls();
        Assert.Equal(2, calls.Count);
        Assert.All(calls, call => question.IsIn(call, lane, $"/v1{question.Path}"));
        if (!question.IsForm)
            Assert.Equal(question.Body("fake-chat"), calls[0].Body);
    }

    [Theory]
    [MemberData(nameof(Question.Names), MemberType = typeof(Question))]
    public async Task Keys_that_fail_are_passed_over_and_the_next_is_asked_the_same(string name)
    {
        var question = Question.All[name];
        using var lane = await gateway.Lane(new LaneOptions { Keys = 3 });
        await lane.Answers(new { preset = "openai.invalid_key" }, times: 1);
        // Text that is no JSON is sent on as it comes, and has begun when it is cut.
        await lane.Answers(new { fault = name.EndsWith("subtitles", StringComparison.Ordinal) ? "reset" : "cut" }, times: 1);

        var answer = await lane.Ask(question);

        Assert.True(answer is { Status: 200, Broken: false }, answer.ToString());
        Assert.Equal("3", answer.Header("x-aigateway-attempts"));
        var calls = await lane.Calls();
        Assert.Equal([lane.Secret(1), lane.Secret(2), lane.Secret(3)], calls.Select(call => call.Key!).Order(StringComparer.Ordinal));
        Assert.All(calls, call => question.IsIn(call, lane, $"/v1{question.Path}"));
        Assert.Equal([401, 200], new[] { calls[0], calls[2] }.Select(call => call.Status!.Value));
    }

    [Theory]
    [MemberData(nameof(Question.Names), MemberType = typeof(Question))]
    public async Task What_the_provider_refuses_or_cannot_do_is_told_in_openais_form(string name)
    {
        var question = Question.All[name];
        using var lane = await gateway.Lane();
        await lane.Answers(new { status = 400, body = new { error = new { message = "Said for this test.", type = "invalid_request_error", param = "x_mine", code = "own_code" } } }, times: 1);
        await lane.Answers(new { status = 429, headers = new Dictionary<string, string> { ["retry-after"] = "7" }, body = new { error = new { message = "Rate limit reached.", type = "requests", code = "rate_limit_exceeded" } } });

        var wrong = await lane.Ask(question);
        var tooMany = await lane.Ask(question);

        Assert.Equal(400, wrong.Status);
        Assert.Equal("""{"error":{"message":"Said for this test.","type":"invalid_request_error","param":"x_mine","code":"own_code"}}""", wrong.Text);
        Assert.Equal((429, "rate_limit_exceeded"), (tooMany.Status, tooMany.Json["error"]!["code"]!.GetValue<string>()));
        Assert.InRange(int.Parse(tooMany.Header("retry-after")!, null), 6, 8);
        Assert.All([wrong, tooMany], answer => Assert.StartsWith("application/json", answer.Header("content-type"), StringComparison.Ordinal));
        Assert.Equal(2, (await lane.Calls()).Count);
    }

    [Theory]
    [InlineData("audio.speech")]
    [InlineData("audio.speech streamed")]
    [InlineData("audio.transcriptions streamed")]
    [InlineData("images.edits streamed")]
    [InlineData("completions streamed")]
    public async Task What_is_cut_off_in_its_midst_is_cut_off_for_the_caller_too(string name)
    {
        using var lane = await gateway.Lane(new LaneOptions { Keys = 2 });
        await lane.Answers(new { fault = "cut", afterEvents = name.StartsWith("images", StringComparison.Ordinal) ? 1 : 5, gapMs = 5 });

        var answer = await lane.Ask(Question.All[name]);

        Assert.True(answer is { Status: 200, Broken: true, Bytes.Length: > 0 }, answer.ToString());
        Assert.Single(await lane.Calls());
    }
}
