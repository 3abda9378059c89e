using System.CommandLine;
using AiGateway.Edge.Admin.Usage;
using Spectre.Console;

namespace AiGateway.Edge.CommandLine;

/// <summary><c>admin usage</c> and <c>admin calls</c>.</summary>
internal static class UsageCommands
{
    public static Command Usage(Connection connection)
    {
        var command = new Command("usage", "What was used: calls, tokens, cost and times");
        var questions = Questions(command,
            ("by", "model, consumer or shadow; model"), ("id", "One of them; all"), ("resolution", "minute, hour or day; minute"),
            ("from", "ISO 8601; an hour ago"), ("to", "ISO 8601, exclusive; now"));
        connection.Run(command, async (given, api, output, stop) => output.Write(await api.Usage(questions(given), stop), Table));
        return command;
    }

    public static Command Calls(Connection connection)
    {
        var command = new Command("calls", "Calls one by one, newest first");
        var questions = Questions(command,
            ("limit", "How many, 1–1,000; 100"), ("from", "ISO 8601"), ("to", "ISO 8601, exclusive"), ("callId", "The call's x-request-id"), ("consumer", "Whose"), ("model", "The model asked for"),
            ("provider", "Who answered"), ("key", "By which key"), ("outcome", "Ok, ClientError, UpstreamError, …"), ("status", "HTTP status"), ("shadow", "true for copies"), ("after", "What the page before gave as 'next'"));
        connection.Run(command, async (given, api, output, stop) => output.Write(await api.Calls(questions(given), stop), Table));
        return command;
    }

    public static Table Table(UsageSeriesAnswer usage)
    {
        var table = Output.Table(usage.By, "calls#", "errors#", "tokens in#", "cached#", "out#", "cost#", "first token p50 ms#", "p99#", "total p50 ms#", "p99#");
        foreach (var (id, total, _) in usage.Data.OrderByDescending(each => each.Total.Calls))
        {
            Output.Row(
                table, id, Figures.Count(total.Calls), Figures.Count(Figures.Errors(total)), Figures.Count(total.PromptTokens), Figures.Count(total.CachedTokens), Figures.Count(total.CompletionTokens),
                Figures.Dollars(total.CostUsd), Figures.Milliseconds(total.FirstTokenMs?.P50), Figures.Milliseconds(total.FirstTokenMs?.P99),
                Figures.Milliseconds(total.DurationMs?.P50), Figures.Milliseconds(total.DurationMs?.P99));
        }
        return table;
    }

    private static Table Table(CallPage page)
    {
        var table = Output.Table("started", "consumer", "model", "provider", "key", "status#", "outcome", "in#", "out#", "cost#", "first token ms#", "total ms#", "call");
        foreach (var call in page.Data)
        {
            Output.Row(
                table, Figures.Time(call.StartedAtMs), call.Consumer, call.Model, call.Provider, call.Key, call.Status.ToString(System.Globalization.CultureInfo.InvariantCulture), call.Outcome,
                Figures.Count(call.Tokens.Prompt), Figures.Count(call.Tokens.Completion), Figures.Dollars(call.CostUsd), Figures.Milliseconds(call.FirstTokenMs), Figures.Milliseconds(call.TotalMs), call.CallId);
        }
        return table;
    }

    /// <summary>Options of the same names as the API's parameters: it says itself what is wrong with a value.</summary>
    private static Func<ParseResult, IEnumerable<(string, string?)>> Questions(Command command, params (string Name, string About)[] parameters)
    {
        var options = parameters.Select(each => (each.Name, Option: new Option<string?>("--" + Dashed(each.Name)) { Description = each.About })).ToList();
        foreach (var (_, option) in options)
            command.Options.Add(option);
        return given => options.Select(each => (each.Name, given.GetValue(each.Option)));
    }

    private static string Dashed(string name) => string.Concat(name.Select(c => char.IsAsciiLetterUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
}
