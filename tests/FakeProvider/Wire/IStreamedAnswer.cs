namespace AiGateway.FakeProvider.Wire;

/// <summary>An answer that can be sent as events, and what may be put between them.</summary>
internal interface IStreamedAnswer
{
    /// <summary>Each event's name, null for none, and its data.</summary>
    IEnumerable<(string? Name, string Data)> Events();

    /// <summary>An event that carries this text and belongs to no plan.</summary>
    (string? Name, string Data) Content(string text);

    /// <summary>The usual event without what makes it a piece of the answer, or with nothing in it.</summary>
    string Hollow(bool isEmpty);

    /// <summary>The provider's usual word of its own failure.</summary>
    (string? Name, string Data) Failure { get; }
}
