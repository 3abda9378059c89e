using Orleans.Concurrency;

namespace AiGateway.Grains.Audit;

/// <summary>The audit log: lines are added at its end, and nothing else is done to it.</summary>
[Alias("aigw.IAuditGrain")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    const long Key = 0;

    /// <summary>Lines of one page, and so of one stored record.</summary>
    const int PageLines = 100;

    /// <summary>Adds a line; it is stored when this returns.</summary>
    /// <param name="json">A <see cref="Core.Access.AuditEntry"/> without number and chain.</param>
    [Alias("append")]
    ValueTask Append(string json);

    /// <summary>How many lines there are.</summary>
    [Alias("count"), ReadOnly]
    ValueTask<long> Count();
}

/// <summary>One page of the audit log; its key is the page's number, from 0.</summary>
[Alias("aigw.IAuditPageGrain")]
public interface IAuditPageGrain : IGrainWithIntegerKey
{
    /// <summary>Its lines, oldest first, as JSON.</summary>
    [Alias("read"), ReadOnly]
    ValueTask<string[]> Read();

    /// <summary>Adds a line behind <paramref name="expected"/> others.</summary>
    /// <returns>False when there are not so many, or more.</returns>
    [Alias("add")]
    ValueTask<bool> Add(string json, int expected);
}
