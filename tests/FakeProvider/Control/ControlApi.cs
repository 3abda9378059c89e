using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.FakeProvider.Log;

namespace AiGateway.FakeProvider.Control;

/// <summary>What tests use to command the provider and to see what reached it.</summary>
internal static class ControlApi
{
    public static void MapControlApi(this WebApplication app)
    {
        var rules = app.Services.GetRequiredService<RuleBook>();
        var log = app.Services.GetRequiredService<RequestLog>();
        var control = app.MapGroup("/_control");

        control.MapPost("/rules", async (HttpRequest request) => await AddAsync(rules, request));
        control.MapGet("/rules", () => Json(rules.List()));
        control.MapDelete("/rules", () =>
        {
            rules.Clear();
            return Results.NoContent();
        });
        control.MapDelete("/rules/{id:long}", (long id) => rules.Remove(id) ? Results.NoContent() : Results.NotFound());
        control.MapGet("/presets", () => Json(Presets.All));

        control.MapGet("/log", async (long? after, int? wait, bool? ended, int? timeoutMs, CancellationToken gone) =>
        {
            var query = new LogQuery(after ?? 0, wait ?? 0, ended ?? false, TimeSpan.FromMilliseconds(timeoutMs ?? 10_000));
            return Results.Text(await log.ReadAsync(query, gone), "application/json");
        });
        control.MapDelete("/log", (long? through) =>
        {
            if (through is { } last)
                log.Forget(last);
            else
                log.Clear();
            return Results.NoContent();
        });
        control.MapGet("/stats", () => Json(log.Stats()));
    }

    private static async Task<IResult> AddAsync(RuleBook rules, HttpRequest request)
    {
        try
        {
            var json = await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
            return Json(new { ids = rules.Add(Presets.ReadRules(json)) });
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return Results.Json(new { error = problem.Message }, ControlJson.Options, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private static IResult Json(object value) => Results.Json(value, ControlJson.Options);
}
