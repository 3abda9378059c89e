using System.Text.Json;
using AiGateway.Edge.Records;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AiGateway.Edge.Admin.Http;

/// <summary>Turns what goes wrong while managing into an answer that says what to do.</summary>
internal sealed partial class AdminErrors(RequestDelegate next, ILogger<AdminErrors> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && Unrouted(http.Response.StatusCode) is { } problem)
                await problem.ExecuteAsync(http);
        }
        catch (Exception e) when (!http.Response.HasStarted && e is not OutOfMemoryException)
        {
            await Describe(e).ExecuteAsync(http);
        }
    }

    /// <summary>What routing answers with a status alone.</summary>
    private static ProblemHttpResult? Unrouted(int status) => status switch
    {
        StatusCodes.Status404NotFound => AdminResults.Problem(status, "There is nothing at this address.", $"{AdminApi.Prefix}{AdminApi.Document} lists all addresses."),
        StatusCodes.Status405MethodNotAllowed => AdminResults.Problem(status, "This address does not take this method.", "'Allow' says which it takes."),
        StatusCodes.Status415UnsupportedMediaType => AdminResults.Problem(status, "The body has a type that this address does not take.", "Send it with 'Content-Type: application/json'."),
        _ => null,
    };

    private ProblemHttpResult Describe(Exception exception)
    {
        switch (exception)
        {
            case JsonException json:
                return AdminResults.BadBody(json);
            case BadHttpRequestException bad:
                return AdminResults.Problem(bad.StatusCode, bad.Message);
            case RecordsUnavailableException:
                return AdminResults.Problem(StatusCodes.Status503ServiceUnavailable, exception.Message, "Calls go on and their records wait at the edges; check the database of Records:Postgres, or without one the data directory.");
            case TimeoutException or Orleans.Runtime.OrleansException:
                return AdminResults.Problem(StatusCodes.Status503ServiceUnavailable, "The control plane does not answer.", "Try again in a moment; check the silos and Redis.");
            default:
                LogBroken(logger, exception);
                return AdminResults.Problem(StatusCodes.Status500InternalServerError, "The gateway met an error of its own.", "It has been logged.");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A management call met an error of the gateway's own")]
    private static partial void LogBroken(ILogger logger, Exception exception);
}
